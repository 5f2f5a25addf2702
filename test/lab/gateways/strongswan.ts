/** A strongSwan gateway, by swanctl. */
import type { Host } from '../hosts/host.ts'
import type { Gateway, GatewaySettings } from './gateway.ts'

/** 2 s under emulation with the plugins below, 5 s with all that Debian has. */
const startMs = 60_000
const folder = '/run/gateway'
const environment = { STRONGSWAN_CONF: `${folder}/strongswan.conf`, SWANCTL_DIR: folder }

export async function startStrongSwan(host: Host, settings: GatewaySettings): Promise<Gateway> {
  const { own, authority } = settings
  // Of one before it: a socket that nobody listens on, certificates that it sent.
  await host.run(['rm', '-rf', folder])
  await host.writeFiles([
    { path: `${folder}/private/gateway.pem`, content: own.key, mode: '0600' },
    { path: `${folder}/x509/gateway.pem`, content: own.certificate },
    ...chainOf(own.certificate).map((content, n) => ({ path: `${folder}/x509ca/chain${n}.pem`, content })),
    { path: `${folder}/x509ca/authority.pem`, content: authority },
    { path: `${folder}/strongswan.conf`, content: daemonConfig },
    { path: `${folder}/swanctl.conf`, content: connectionConfig(settings), mode: '0600' },
  ])
  const daemon = host.start(['charon-systemd'], { env: environment })
  const up = await host.attempt(['sh', '-c', `until [ -S ${folder}/vici ]; do sleep 0.1; done`], { timeoutMs: startMs })
  if (up.code !== 0) throw new Error(`the strongSwan gateway does not start: ${daemon.stderr}`)
  const load = ['swanctl', '--load-all', '--uri', `unix://${folder}/vici`, '--file', `${folder}/swanctl.conf`]
  await host.run(load, { env: environment })
  return {
    kind: 'strongswan',
    log: () => host.readFile(`${folder}/charon.log`),
    async stop() {
      await daemon.stop()
    },
  }
}

/** The certificates after the first one. */
function chainOf(pem: string): string[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g)]
    .slice(1)
    .map(([text]) => text)
}

const daemonConfig = `
charon-systemd {
  load = random nonce openssl pem pkcs1 pkcs8 x509 pubkey revocation constraints curve25519 aes sha1 sha2 hmac gcm kdf kernel-netlink socket-default vici eap-identity eap-mschapv2 eap-tls updown
  plugins {
    vici { socket = unix://${folder}/vici }
    eap-tls { fragment_size = 1024 }
  }
  journal { default = -1 }
  syslog { daemon { default = -1 } }
  filelog {
    file {
      path = ${folder}/charon.log
      default = 1
      flush_line = yes
    }
  }
}
swanctl { load = pem pkcs1 pkcs8 x509 revocation constraints pubkey openssl random }
`

function connectionConfig(settings: GatewaySettings): string {
  const { laptop, id, laptopId, virtualAddress } = settings
  const list = (key: string, values: readonly string[] | undefined) => (values ? `${key} = ${values.join(',')}` : '')
  const secret = 'secret' in laptop ? laptop.secret : undefined
  return `
connections {
  laptop {
    version = 2
    ${list('proposals', settings.ikeProposals)}
    ${virtualAddress ? 'pools = virtual' : ''}
    send_cert = always
    local {
      auth = ${laptop.by === 'psk' ? 'psk' : 'pubkey'}
      ${laptop.by === 'psk' ? '' : 'certs = gateway.pem'}
      id = ${id}
    }
    remote {
      auth = ${laptop.by}
      id = ${laptop.by.startsWith('eap') ? '%any' : laptopId}
      ${laptop.by.startsWith('eap') ? `eap_id = ${laptopId}` : ''}
    }
    children {
      net {
        mode = ${settings.mode ?? 'tunnel'}
        local_ts = ${settings.networks.join(',')}
        ${list('remote_ts', settings.laptopNetworks)}
        ${list('esp_proposals', settings.espProposals ?? ['aes256gcm16-x25519', 'aes128gcm16', 'default'])}
      }
    }
  }
}
${virtualAddress ? `pools { virtual { addrs = ${virtualAddress}\n ${list('dns', settings.nameServers)} } }` : ''}
${secret ? `secrets { ${laptop.by === 'psk' ? 'ike' : 'eap'}-laptop { id = ${laptopId}\n secret = "${secret}" } }` : ''}
`
}
