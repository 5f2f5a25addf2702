/** This part shows a whole line for a terminal, which works as it stands, with a button that copies it. */
import { Fragment } from 'react'
import { CopyButton } from './copy-button.tsx'

export function TerminalLine({ line }: { readonly line: string }) {
  return (
    <div className="cmd">
      <code>
        {/* A word of it breaks only where it is longer than the line: not after each hyphen. */}
        {line.split(' ').map((word, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words have no other identity
          <Fragment key={at}>
            {at > 0 && ' '}
            <span>{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={line} label="Copy the command" />
    </div>
  )
}
