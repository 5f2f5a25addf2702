/** This part shows a check that did not pass: the cause, the evidence, what to do, and what was not asked because of it. */
import type { ReactNode } from 'react'
import type { Check } from '../../helper/contract/connectivity.ts'
import { checkWords } from '../../main/contract/words/checks.ts'
import { resultWords } from '../../main/contract/words/report.ts'
import { tookText } from '../took.ts'
import { EvidenceTable } from './evidence-table.tsx'
import { ResultMark } from './result-mark.tsx'

const tones: Readonly<Record<Check['result'], string>> = {
  fail: 's-fail',
  warn: 's-warn',
  pass: 's-sunken',
  skip: 's-sunken',
  unknown: 's-sunken',
}

/** Only a failure has words of its own; a warning or a silence is no "does not". */
const headOf = ({ id, title, result }: Check) => (result === 'fail' ? (checkWords(id)?.failed ?? title) : title)

export function BrokenCheck({ check, children }: { readonly check: Check; readonly children?: ReactNode }) {
  const { result, because, evidence, remedies } = check
  const proof = result === 'unknown' ? checkWords(check.id)?.proof : undefined
  const advice = proof === undefined ? remedies : [proof]
  // What proves neither answer is not worth a table before one asks for it.
  const isShown = result !== 'unknown' && evidence.length > 0
  return (
    <div className={`brk ${tones[result]}`}>
      <div className="brk-h">
        <ResultMark result={result} />
        <h2>
          <span className="sr">{resultWords[result]}: </span>
          {headOf(check)}
        </h2>
        <span className="ms num">{tookText(check)}</span>
        <p>{because}</p>
      </div>
      {(isShown || advice.length > 0) && (
        <div className={`brk-in ${isShown && advice.length > 0 ? 'both' : ''}`}>
          {isShown && <EvidenceTable check={check} />}
          {advice.length > 0 && (
            <div>
              <h3>{proof === undefined ? 'What to do' : 'What would prove it'}</h3>
              <ul className="plain">
                {advice.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
      {children}
    </div>
  )
}
