/** A whole line for a terminal, which works as it stands, with a button that copies it. */
import { CopyButton } from './copy-button.tsx'

export function TerminalLine({ line }: { readonly line: string }) {
  return (
    <div className="cmd">
      <code>{line}</code>
      <CopyButton text={line} label="Copy the command" />
    </div>
  )
}
