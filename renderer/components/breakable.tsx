/** Text whose names and addresses may break after a dot or a colon, where a line is too short for them. */
import { Fragment } from 'react'

export function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[.:/])(?=\S)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other identity
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
