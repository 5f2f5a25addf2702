/** A network behind the laptop: one guest, who takes the laptop for its router. */
import { behindLink } from '../profile.ts'
import type { behind } from './places.ts'
import type { NetworkPlan } from './plan.ts'

/** Of the ways that have one. */
export type BehindPlace = (typeof behind)[keyof typeof behind]

export const behindNetwork = ({ laptop, guest }: BehindPlace): NetworkPlan => ({
  hosts: {
    laptop: {},
    guest: { addresses: { eth0: [`${guest}/64`] }, routes: [`default via ${laptop} dev eth0`] },
  },
  links: [{ ends: [`laptop:${behindLink}`, 'guest:eth0'] }],
})
