/** Says who asked for what. */
import type { Happening } from './between.ts'

export type Wish =
  | { readonly verb: 'up'; readonly profile: string }
  | { readonly verb: 'down' | 'stop' }
  | { readonly verb: 'import' | 'remove'; readonly profile: string }

const wishes = {
  up: (profile: string) => `asked to connect ${profile}`,
  down: () => 'asked to disconnect',
  stop: () => 'ended the helper',
  import: (profile: string) => `installed the profile ${profile}`,
  remove: (profile: string) => `removed the profile ${profile}`,
} as const

/** @param uid of who asked, as the kernel says */
export function asked(wish: Wish, uid: number): Happening {
  const who = uid === 0 ? 'Root' : `User ${uid}`
  return { kind: 'asked', text: `${who} ${wishes[wish.verb]('profile' in wish ? wish.profile : '')}.` }
}
