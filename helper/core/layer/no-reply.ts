import type { ProblemCode } from '../../contract/problem.ts'
import type { Layer } from '../../contract/profile.ts'

/** The problem of each kind of layer when the layer stands and nothing comes back through it. */
export const noReply = {
  ike: 'esp-silent',
  esp: 'esp-silent',
  openvpn: 'tunnel-silent',
  tinc: 'tunnel-silent',
  gre: 'gre-silent',
  ip6ip6: 'ip6ip6-silent',
} as const satisfies Readonly<Record<Layer['kind'], ProblemCode>>
