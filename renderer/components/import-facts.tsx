/**
 * This part shows what files will become: each fact as a sentence with its file and line; the lines themselves only where they are wanted.
 */
import { useState } from 'react'
import type { ImportResult, Understood } from '../../helper/contract/import.ts'
import { namesText, originText, placeText } from '../../main/contract/words/import.ts'
import { FoldedLine } from './folded-line.tsx'
import { Icon } from './icon.tsx'
import { RawLines } from './raw-lines.tsx'

export function ImportFacts({ result: { understood, summary } }: { readonly result: ImportResult }) {
  const [isRaw, setRaw] = useState(false)
  const facts = understood.filter(({ usual }) => !usual)
  const usual = understood.filter((line) => line.usual)
  const lines = understood.length === 1 ? '1 line' : `${understood.length} lines`
  const scripts = facts.some(({ as }) => as === 'fact') ? '; scripts are read, and not run' : ''
  return (
    <section className="imp" aria-label="Understood">
      <div className="imp-h">
        <h2>What it will be</h2>
        <span>{`${facts.length === 1 ? '1 fact' : `${facts.length} facts`} from ${lines}${scripts}`}</span>
        <button type="button" className="link" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
          {isRaw ? 'Hide the lines' : 'Show the lines'}
        </button>
      </div>
      <ul className="said">
        {facts.map((fact, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
          <Fact key={at} fact={fact} isRaw={isRaw} />
        ))}
        {summary?.expectedMtu && (
          <li>
            <Icon name="check" className="c-ok" />
            <p>The path MTU will be {summary.expectedMtu} on a 1500 link.</p>
            <span className="src">calculated</span>
          </li>
        )}
      </ul>
      {usual.length > 0 && (
        <FoldedLine
          title={usual.length === 1 ? '1 line says what holds anyway' : `${usual.length} lines say what holds anyway`}
          says={namesText(usual.map(({ what }) => what))}
          count={namesText([...new Set(usual.map(({ from }) => placeText({ ...from, line: null })))], 1)}
        >
          <RawLines lines={usual} />
        </FoldedLine>
      )}
    </section>
  )
}

function Fact({ fact: { what, says, from }, isRaw }: { readonly fact: Understood; readonly isRaw: boolean }) {
  return (
    <li>
      <Icon name="check" className="c-ok" />
      <p>
        {says ?? what}
        {isRaw && <small className="mono">{what}</small>}
      </p>
      <span className="src mono" title={originText(from)}>
        {placeText(from)}
      </span>
    </li>
  )
}
