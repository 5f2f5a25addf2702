/** This part breaks a text's names and addresses after a dot or a colon where a line is too short for them, as in an enlarged window. */
import { Fragment } from 'react'
import { useMatches } from '../use-matches.ts'

/** 160 % of the compact window, and more. */
const enlarged = '(max-width: 264px)'

export function Breakable({ text }: { readonly text: string }) {
  const isEnlarged = useMatches(enlarged)
  if (!isEnlarged) return text
  // "::" is one sign.
  return text.split(/(?<=[.:/])(?=[^\s:])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other identity
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
