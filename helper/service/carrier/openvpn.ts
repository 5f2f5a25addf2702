/** OpenVPN with a tap: by TLS, or by a static key. */
import { setTimeout as delay } from 'node:timers/promises'
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import { allNodes } from '../../core/ip.ts'
import type { OpenVpnConnection, OpenVpnEstablished } from '../../core/layer/openvpn/established.ts'
import { tapName } from '../../core/layer/openvpn/plan.ts'
import { done } from '../../core/outcome.ts'
import { startOpenVpn } from '../../openvpn/private-openvpn.ts'
import type { CarrierPorts, PrepareCarrier } from './carrier.ts'
import { takeTapAddress } from './tap-address.ts'

const inWords = ({ tls, cipher, remoteHost, remotePort, transport }: OpenVpnConnection) =>
  [
    tls ? 'The gateway proved itself by its certificate.' : 'The gateway has our static key.',
    `${cipher === null ? '' : `${cipher} `}over ${transport.toUpperCase()} to ${remoteHost} port ${remotePort}.`,
  ].join(' ')

/** As often as a person would ask again. */
const rousingMs = 500

/**
 * With a static key nothing is exchanged: the daemon calls itself connected with the first packet that comes, and a far end that
 * has nothing to say may keep it waiting for ever. So somebody there is asked something, until `start` has ended.
 */
async function roused<Result>(
  layer: OpenVpnLayer,
  { probes }: CarrierPorts,
  signal: AbortSignal,
  start: () => Promise<Result>,
): Promise<Result> {
  if (!layer['static-key']) return start()
  const ended = new AbortController()
  const until = AbortSignal.any([signal, ended.signal])
  const rouse = async () => {
    while (!until.aborted) {
      const request = { target: allNodes, interface: tapName(layer), count: 1, deadlineMs: rousingMs, signal: until }
      // At once where it cannot be sent: the daemon has not attached, or the link's own address is being tested.
      const { received, errors } = await probes.echo(request)
      if (received > 0) return
      if (errors.length > 0) await delay(rousingMs / 5, undefined, { signal: until })
    }
  }
  const rousing = rouse().catch(() => undefined)
  try {
    return await start()
  } finally {
    ended.abort()
    await rousing
  }
}

export const prepareOpenVpn =
  (layer: OpenVpnLayer): PrepareCarrier =>
  (profile, ports, signal) => ({
    async connect({ gateway, strategy }) {
      const request = { layer, certificates: profile.certificate, gateway, strategy }
      const started = await roused(layer, ports, signal, () => startOpenVpn({ ...ports, request, signal }))
      if (!started.ok) return started
      const openvpn = started.value
      const taken = await takeTapAddress(layer, profile.home.prefixes, ports, signal).catch((error) => {
        openvpn.close()
        throw error
      })
      if (!taken.ok) {
        openvpn.close()
        return taken
      }
      const { assigned, ended, release } = taken.value
      const withAddress = (connection: OpenVpnConnection): OpenVpnEstablished => ({
        ...connection,
        autoconfigured: assigned,
      })
      return done({
        ...openvpn,
        ...{ established: withAddress(openvpn.established), found: inWords(openvpn.established) },
        async now() {
          const connection = openvpn.now()
          return connection && withAddress(connection)
        },
        died: Promise.race([openvpn.died, ended]),
        close() {
          release()
          openvpn.close()
        },
      })
    },
    abandon: async () => undefined,
  })
