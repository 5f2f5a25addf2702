/** What became of files that were taken in: what is doubted, what was understood, what was left out and why. */
import type { ReactNode } from 'react'
import type { ImportResult } from '../../helper/contract/import.ts'
import { originText } from '../../main/contract/words/import.ts'
import { Icon, type IconName } from './icon.tsx'

export function Findings({ result: { understood, leftOut, warnings } }: { readonly result: ImportResult }) {
  return (
    <div className="imp">
      {warnings.length > 0 && (
        <List
          title="Doubted"
          count="it can be installed all the same"
          wide
          icon="warn"
          colour="c-warn"
          rows={warnings.map(({ place, message, remedies }) => ({
            what: message,
            says: <span>{remedies.join(' ')}</span>,
            from: place,
          }))}
        />
      )}
      <List
        title="Understood"
        count={understood.length === 1 ? '1 fact' : `${understood.length} facts`}
        icon="check"
        colour="c-ok"
        rows={understood.map(({ what, from, as }) => ({
          what,
          says: as === 'fact' && <span className="tag">read from a script that is not run</span>,
          from: originText(from),
        }))}
      />
      <List
        title="Left out"
        count={leftOut.length === 0 ? 'nothing' : `${leftOut.length}, and why`}
        icon="skip"
        colour="c-skip"
        rows={leftOut.map(({ what, from, why }) => ({
          what: <span className="mono">{what}</span>,
          says: <span>{why}</span>,
          from: originText(from),
        }))}
      />
    </div>
  )
}

interface ListProps {
  readonly title: string
  readonly count: string
  readonly wide?: boolean
  readonly icon: IconName
  readonly colour: string
  readonly rows: readonly { readonly what: ReactNode; readonly says: ReactNode; readonly from: string }[]
}

function List({ title, count, wide = false, icon, colour, rows }: ListProps) {
  return (
    <section className={wide ? 'wide' : undefined} aria-label={title}>
      <h2>
        {title} <span>{count}</span>
      </h2>
      <ul>
        {rows.map(({ what, says, from }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
          <li key={at}>
            <Icon name={icon} className={colour} />
            <b>{what}</b>
            <p>
              {says}
              <span className="src mono">{from}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
