/** The ways home that can be compared, by the names that people give them. */
import type { ByHand } from './by-hand.ts'
import { esp } from './esp.ts'
import { gre } from './gre.ts'
import { ip6ip6 } from './ip6ip6.ts'
import { tap, tapStatic } from './tap.ts'
import { tinc } from './tinc.ts'

export const byHand = { gre, esp, ip6ip6, tap, 'tap-static': tapStatic, tinc } as const satisfies Record<string, ByHand>
export type WayName = keyof typeof byHand
