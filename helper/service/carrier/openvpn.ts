/** Carries by an openvpn of our own with a tap: by TLS, or by a static key. */
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { Profile } from '../../contract/profile.ts'
import type { OpenVpnConnection } from '../../core/layer/openvpn/established.ts'
import { tapName } from '../../core/layer/openvpn/plan.ts'
import { failed, type Outcome } from '../../core/outcome.ts'
import { follow } from '../../daemon/follow.ts'
import { findOpenVpn, type OpenVpnOptions, type PrivateOpenVpn, startOpenVpn } from '../../openvpn/private-openvpn.ts'
import type { CarrierEnd, CarrierPorts, Carry, Carrying } from './carrier.ts'
import { rouse } from './rouse.ts'
import { type TapAddress, takeTapAddress } from './tap-address.ts'

const inWords = ({ tls, cipher, remoteHost, remotePort, transport }: OpenVpnConnection) =>
  [
    tls ? 'The gateway proved itself by its certificate.' : 'The gateway has our static key.',
    `${cipher === null ? '' : `${cipher} `}over ${transport.toUpperCase()} to ${remoteHost} port ${remotePort}.`,
  ].join(' ')

/**
 * Starts openvpn. With a static key openvpn calls itself connected when the first packet comes, so the other end is made to send one
 * meanwhile (`rouse.ts`).
 */
async function start(options: OpenVpnOptions, { probes, clock }: CarrierPorts): Promise<Outcome<PrivateOpenVpn>> {
  const { layer } = options.request
  if (!layer['static-key']) return startOpenVpn(options)
  const started = new AbortController()
  const signal = AbortSignal.any([options.signal, started.signal])
  // A failure to rouse is not told here: openvpn itself says whether a packet came.
  rouse(tapName(layer), probes, clock, signal).catch(() => {})
  return startOpenVpn(options).finally(() => started.abort())
}

/** Takes the tap's address as long as openvpn lives. */
const take = (openvpn: PrivateOpenVpn, layer: OpenVpnLayer, profile: Profile, ports: CarrierPorts) =>
  openvpn.daemon.until((signal) => takeTapAddress(layer, profile.home.prefixes, ports, signal))

async function carryWith(
  openvpn: PrivateOpenVpn,
  { assigned, ended }: TapAddress,
  established: Carrying['established'],
): Promise<CarrierEnd> {
  const words = inWords(openvpn.established)
  const tell = (now: OpenVpnConnection) => established({ ...now, autoconfigured: assigned }, words)
  return failed(await Promise.race([follow(openvpn, openvpn.established, tell), ended]))
}

export const carryByOpenVpn =
  (layer: OpenVpnLayer): Carry =>
  async ({ profile, ports, signal, destination, established }) => {
    const found = await findOpenVpn(layer, ports.programs, signal)
    if (!found.ok) return found
    const { gateway, strategy } = await destination
    const request = { layer, certificates: profile.certificate, gateway, strategy }
    const started = await start({ ...ports, found: found.value, request, signal }, ports)
    if (!started.ok) return started
    const openvpn = started.value
    try {
      const taken = await take(openvpn, layer, profile, ports)
      const address = taken.ok ? taken.value : taken
      if (!address.ok) return address
      try {
        return await carryWith(openvpn, address.value, established)
      } finally {
        address.value.release()
      }
    } finally {
      openvpn.close()
    }
  }
