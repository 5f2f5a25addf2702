/** Seed 000: ip6ip6 between two public addresses, static ESP inside: no daemon. */
import { cafe, home, ula } from '../../lab/networks/places.ts'
import { layerOf } from '../../lab/profile.ts'
import { address, type ByHand, guard, ip, refuse, route, rule } from './by-hand.ts'

const { near, far, tunnel } = ula
const ifId = 42

interface Association {
  readonly spi: number
  readonly 'encryption-key': string
  readonly 'integrity-key'?: string | undefined
}

/** The article's algorithms. */
const state = (from: string, to: string, association: Association) =>
  `xfrm state add src ${from} dst ${to} proto esp spi ${association.spi} mode tunnel \
enc cbc(aes) ${association['encryption-key']} auth-trunc hmac(md5) ${association['integrity-key']} 96 if_id ${ifId}`

const site1 = { network: near.network, end: tunnel.laptop }
const site2 = { network: far.network, end: tunnel.gateway }

const policy = (direction: 'in' | 'out' | 'fwd') => {
  const [from, to] = direction === 'out' ? [site1, site2] : [site2, site1]
  return `xfrm policy add src ${from.network} dst ${to.network} dir ${direction} if_id ${ifId} \
tmpl src ${from.end} dst ${to.end} proto esp mode tunnel`
}

export const ip6ip6: ByHand = {
  up(profile) {
    const keys = layerOf(profile, 'esp')
    return [
      guard(profile),
      ip(6, [
        refuse(far.network, near.network),
        `link add hand-x mtu 1452 type ip6tnl mode ip6ip6 local ${cafe.laptop.v6} remote ${home.gateway.v6} encaplimit 4 hoplimit 64`,
        'link set hand-x up',
        `link add hand mtu 1374 type xfrm if_id ${ifId}`,
        'link set hand up',
        address('hand-x', `${tunnel.laptop}/64`),
        address('hand', `${near.laptop}/64`),
        state(tunnel.laptop, tunnel.gateway, keys.out),
        state(tunnel.gateway, tunnel.laptop, keys.in),
        ...(['out', 'in', 'fwd'] as const).map(policy),
        route('hand-x', `${tunnel.gateway}/128`),
        rule(`${tunnel.gateway}/128`),
        route('hand', far.network),
      ]),
    ].join('')
  },
}
