import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { OpenVpnConnection, OpenVpnEstablished } from '../../core/layer/openvpn/established.ts'
import { done } from '../../core/outcome.ts'
import { startOpenVpn } from '../../openvpn/private-openvpn.ts'
import type { PrepareCarrier } from './carrier.ts'
import { takeTapAddress } from './tap-address.ts'

const inWords = ({ tls, cipher, remoteHost, remotePort, transport }: OpenVpnConnection) =>
  [
    tls ? 'The gateway proved itself by its certificate.' : 'The gateway has our static key.',
    `${cipher === null ? '' : `${cipher} `}over ${transport.toUpperCase()} to ${remoteHost} port ${remotePort}.`,
  ].join(' ')

export const prepareOpenVpn =
  (layer: OpenVpnLayer): PrepareCarrier =>
  (profile, ports, signal) => ({
    async connect({ gateway }) {
      const request = { layer, certificates: profile.certificate, gateway }
      const started = await startOpenVpn({ ...ports, request, signal })
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
      const { given, ended, release } = taken.value
      const withAddress = (connection: OpenVpnConnection): OpenVpnEstablished => ({
        ...connection,
        autoconfigured: given,
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
