import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { OpenVpnEstablished } from '../../core/layer/openvpn/established.ts'
import { done } from '../../core/outcome.ts'
import { startOpenVpn } from '../../openvpn/private-openvpn.ts'
import type { PrepareCarrier } from './carrier.ts'

const inWords = ({ tls, cipher, remoteHost, remotePort, transport }: OpenVpnEstablished) =>
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
      return done({ ...openvpn, found: inWords(openvpn.established), now: async () => openvpn.now() })
    },
    abandon: async () => undefined,
  })
