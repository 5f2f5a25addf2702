/** A layer as a snapshot shows it: what the kernel and its daemon say, beside what the profile fixes. */
import type { Layer } from '../../contract/profile.ts'
import type { LayerState } from '../../contract/snapshot.ts'
import { familyOf } from '../ip.ts'
import { associationNames, weaknesses } from './esp.ts'
import type { Established } from './established.ts'

/** The members that layers of all kinds have in common. */
type Common = Pick<LayerState, 'state' | 'interface' | 'bytesIn' | 'bytesOut'>

interface Known {
  readonly established: Established | null
  /** The gateway's address, as soon as its name is resolved. */
  readonly gateway: string | null
}

/** Kept short: "AES_GCM_16_256", "AES_CBC_256/HMAC_SHA2_384_192". */
const names = (encryption: string, keyBits: number, integrity: string | null) =>
  [`${encryption}${keyBits ? `_${keyBits}` : ''}`, ...(integrity ? [integrity] : [])].join('/')

export function layerState(layer: Layer, common: Common, { established, gateway }: Known): LayerState {
  const ends = { local: established?.localHost ?? null, remote: established?.remoteHost ?? gateway }
  switch (layer.kind) {
    case 'ike': {
      const ike = established?.kind === 'ike' ? established : null
      return {
        kind: 'ike',
        ...common,
        ...ends,
        remoteId: ike?.remoteId ?? null,
        ikeAlgorithms: ike?.ikeAlgorithms ?? null,
        espAlgorithms: ike ? names(ike.esp.encryption, ike.esp.keyBits, ike.esp.integrity) : null,
        udpEncapsulation: ike?.udpEncapsulation ?? null,
        rekeyAt: ike?.rekeyAt ?? null,
      }
    }
    case 'esp': {
      const { encryption, integrity } = associationNames(layer.out)
      return {
        kind: 'esp',
        ...common,
        local: layer.local,
        remote: layer.remote,
        spiIn: layer.in.spi,
        spiOut: layer.out.spi,
        algorithms: names(encryption, 0, integrity),
        weaknesses: weaknesses(layer),
      }
    }
    case 'openvpn':
      return {
        kind: 'openvpn',
        ...common,
        ...ends,
        cipher: established?.kind === 'openvpn' ? established.cipher : null,
        protocol: established?.kind === 'openvpn' ? established.transport : layer.protocol,
        tls: layer.tls !== undefined,
      }
    case 'tinc':
      return {
        kind: 'tinc',
        ...common,
        ...ends,
        peers: established?.kind === 'tinc' ? [...established.peers] : [],
      }
    case 'gre':
      return {
        kind: 'gre',
        ...common,
        local: overlayLocal(layer, established),
        remote: layer.remote,
        key: layer.key ?? null,
        checksum: layer.checksum,
      }
    case 'ip6ip6': {
      const limit = layer['encapsulation-limit']
      return {
        kind: 'ip6ip6',
        ...common,
        local: overlayLocal(layer, established),
        remote: layer.remote,
        encapsulationLimit: limit === 'none' ? null : limit,
        hopLimit: layer['hop-limit'],
      }
    }
  }
}

function overlayLocal(layer: { local: string; remote: string }, established: Established | null): string | null {
  if (layer.local !== 'virtual') return layer.local
  if (established?.kind !== 'ike') return null
  return established.virtualAddresses.find((address) => familyOf(address) === familyOf(layer.remote)) ?? null
}
