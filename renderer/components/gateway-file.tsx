/** This part shows one file of a gateway, with where it belongs and what it is for. What is still to be filled in is marked. */
import type { GatewayView } from '../../main/contract/bridge.ts'
import { machines, piecesOf } from '../../main/contract/words/gateway.ts'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'

export interface GatewayFileProps {
  readonly file: GatewayView['files'][number]
  /** All that can be left to be filled in. */
  readonly blanks: GatewayView['blanks']
  readonly save: () => void
}

export function GatewayFile({ file: { path, on, says, content }, blanks, save }: GatewayFileProps) {
  return (
    <section className="gw-file" aria-label={`${path}, ${machines[on]}`}>
      <header>
        <h2>
          <span className="mono">{path}</span>
          <span className="w">
            {machines[on]}: {says}
          </span>
        </h2>
        <CopyButton text={content} label={`Copy ${path}`} />
        <button type="button" className="ib" aria-label={`Save ${path}…`} onClick={save}>
          <Icon name="save" />
        </button>
      </header>
      <pre>
        {piecesOf(content, blanks).map(({ text, isBlank }, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: two pieces may say the same
          isBlank ? <mark key={at}>{text}</mark> : text,
        )}
      </pre>
    </section>
  )
}
