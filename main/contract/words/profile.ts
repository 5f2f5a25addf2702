/** Says in words which files among the installed profiles are none. */
import type { UnreadableProfile } from '../../../helper/contract/profile.ts'
import type { Words } from '../bridge.ts'

export const unreadableWords = ({ file, name, why }: UnreadableProfile): Words => ({
  message: `${name === null ? 'A profile' : `The profile “${name}”`} is not understood: ${why}.`,
  remedy: `It is left as it is: ${file}`,
})

export const unreadableText = (one: UnreadableProfile): string => {
  const { message, remedy } = unreadableWords(one)
  return `${message}\n  ${remedy}`
}
