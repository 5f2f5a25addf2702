/** Seed 001: IKEv2 with a virtual IPv4 address, GRE inside. */
import { home } from '../../lab/networks/places.ts'
import { address, type ByHand, guard, internet, ip, refuse, route, rule } from './by-hand.ts'
import { charonFiles, ifId, initiate } from './charon.ts'

const { laptop, gateway, network } = home.tunnel

export const gre: ByHand = {
  files: charonFiles,
  up: (profile) =>
    [
      guard(profile),
      initiate,
      ip(4, [
        refuse(`${gateway.v4}/32`, `${laptop.v4}/32`, 'proto 47 '),
        `link add hand-x mtu 1438 type xfrm if_id ${ifId}`,
        'link set hand-x up',
        `link add hand mtu 1414 type gre local ${laptop.v4} remote ${gateway.v4} ttl 255 dev hand-x`,
        'link set hand up',
        `address add ${laptop.v4}/32 dev hand-x noprefixroute`,
        route('hand-x', network),
        rule(network),
      ]),
      ip(6, [
        address('hand', `${laptop.v6}/120`),
        ...home.prefixes.map((prefix) => route('hand', prefix)),
        ...internet('hand'),
      ]),
    ].join(''),
}
