/** Seed 003: IKEv2 between networks, nothing inside. */
import { ikeOf } from '../../lab/profile.ts'
import { address, type ByHand, guard, ip, refuse, route } from './by-hand.ts'
import { charonFiles, ifId, initiate } from './charon.ts'

export const esp: ByHand = {
  files: charonFiles,
  up(profile) {
    const { 'local-networks': own = [], 'remote-networks': beyond = [] } = ikeOf(profile)
    return [
      guard(profile),
      initiate,
      ip(6, [
        ...beyond.flatMap((from) => own.map((to) => refuse(from, to))),
        `link add hand mtu 1438 type xfrm if_id ${ifId}`,
        'link set hand up',
        ...(profile.address ?? []).map((own) => address('hand', own.address)),
        ...beyond.map((network) => route('hand', network)),
      ]),
    ].join('')
  },
}
