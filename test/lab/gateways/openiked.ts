/** An OpenIKED gateway (OpenBSD's iked, Debian's port of it). */

import { createPublicKey } from 'node:crypto'
import type { Host } from '../hosts/host.ts'
import { home } from '../networks/places.ts'
import type { Gateway, GatewaySettings } from './gateway.ts'

/** 15-20 s under emulation. Until it has its sockets it compiles, and drops a client that comes earlier when it is done. */
const startMs = 120_000
const loaded = /config_getsocket: received socket/
const folder = '/etc/iked'

export async function startOpenIked(host: Host, settings: GatewaySettings): Promise<Gateway> {
  if (settings.laptop.by !== 'pubkey') throw new Error('this lab drives OpenIKED with certificates only')
  const { own, authority } = settings
  const folders = ['ca', 'certs', 'crls', 'private', 'pubkeys/ipv4', 'pubkeys/ipv6', 'pubkeys/fqdn', 'pubkeys/ufqdn']
  await host.run(['mkdir', '-p', ...folders.map((name) => `${folder}/${name}`)])
  const publicKey = createPublicKey(own.key).export({ type: 'spki', format: 'pem' }).toString()
  await host.writeFiles([
    { path: `${folder}/private/local.key`, content: own.key, mode: '0600' },
    { path: `${folder}/local.pub`, content: publicKey },
    { path: `${folder}/certs/gateway.pem`, content: own.certificate },
    { path: `${folder}/ca/ca.crt`, content: authority },
    { path: `${folder}/iked.conf`, content: configuration(settings), mode: '0600' },
  ])
  const daemon = host.start(['iked', '-d', '-vv', '-f', `${folder}/iked.conf`])
  await daemon.waitFor(loaded, startMs)
  return {
    kind: 'openiked',
    log: async () => daemon.stdout + daemon.stderr,
    async stop() {
      await daemon.stop()
    },
  }
}

function configuration({ id, laptopId, virtualAddress, networks, laptopNetworks }: GatewaySettings): string {
  const flows = laptopNetworks
    ? networks.flatMap((here) => laptopNetworks.map((there) => `from ${here} to ${there}`))
    : [`from ${home.tunnel.gateway.v4} to ${home.tunnel.laptop.v4}`]
  return `
ikev2 "laptop" passive esp \\
  ${flows.join(' \\\n  ')} \\
  peer any local any \\
  srcid ${id} dstid ${laptopId} \\
  ${virtualAddress ? `config address ${virtualAddress.replace('/32', '')}` : ''}
`
}
