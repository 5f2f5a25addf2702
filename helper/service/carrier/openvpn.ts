import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { Profile } from '../../contract/profile.ts'
import { autoconfigured } from '../../core/layer/openvpn/advertisement.ts'
import type { OpenVpnConnection, OpenVpnEstablished } from '../../core/layer/openvpn/established.ts'
import { tapName } from '../../core/layer/openvpn/plan.ts'
import type { Given } from '../../core/layer/stage.ts'
import { done, failed, finding, type Outcome } from '../../core/outcome.ts'
import { startOpenVpn } from '../../openvpn/private-openvpn.ts'
import type { CarrierPorts, PrepareCarrier } from './carrier.ts'

/** As long as a host's three questions may take (RFC 4861, 10). */
const advertisementMs = 12_000

const inWords = ({ tls, cipher, remoteHost, remotePort, transport }: OpenVpnConnection) =>
  [
    tls ? 'The gateway proved itself by its certificate.' : 'The gateway has our static key.',
    `${cipher === null ? '' : `${cipher} `}over ${transport.toUpperCase()} to ${remoteHost} port ${remotePort}.`,
  ].join(' ')

/** By the far end's router, where the profile wants that. */
async function takeAddress(
  { home }: Profile,
  layer: OpenVpnLayer,
  { probes }: CarrierPorts,
  signal: AbortSignal,
): Promise<Outcome<Given | null>> {
  if (layer.autoconfiguration === undefined) return done(null)
  const link = tapName(layer)
  const heard = await probes.routerAdvertisement({ interface: link, deadlineMs: advertisementMs, signal })
  const given = heard && autoconfigured(heard.packet, heard.mac, home.prefixes)
  const evidence = heard ? 'A router advertises other prefixes, or none for hosts.' : `No router advertises on ${link}.`
  return given ? done(given) : failed(finding('no-autoconfigured-address', {}, [evidence]))
}

export const prepareOpenVpn =
  (layer: OpenVpnLayer): PrepareCarrier =>
  (profile, ports, signal) => ({
    async connect({ gateway }) {
      const request = { layer, certificates: profile.certificate, gateway }
      const started = await startOpenVpn({ ...ports, request, signal })
      if (!started.ok) return started
      const openvpn = started.value
      const address = await takeAddress(profile, layer, ports, signal).catch((error) => {
        openvpn.close()
        throw error
      })
      if (!address.ok) {
        openvpn.close()
        return address
      }
      const withAddress = (connection: OpenVpnConnection): OpenVpnEstablished => ({
        ...connection,
        autoconfigured: address.value,
      })
      return done({
        ...openvpn,
        ...{ established: withAddress(openvpn.established), found: inWords(openvpn.established) },
        async now() {
          const connection = openvpn.now()
          return connection && withAddress(connection)
        },
      })
    },
    abandon: async () => undefined,
  })
