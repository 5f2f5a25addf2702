/** This part shows a check within an opened layer: one line, and its evidence on demand. */
import type { Check } from '../../helper/contract/connectivity.ts'
import { remark, resultWords } from '../../main/contract/words/report.ts'
import { tookText } from '../took.ts'
import type { Roving } from '../use-roving.ts'
import { EvidenceTable } from './evidence-table.tsx'
import { Icon } from './icon.tsx'
import { ResultMark } from './result-mark.tsx'

export interface CheckRowProps {
  readonly check: Check
  readonly roving: Roving
  readonly isOpen: boolean
  readonly toggle: () => void
}

export function CheckRow({ check, roving, isOpen, toggle }: CheckRowProps) {
  const { id, title, result, evidence } = check
  const cells = (
    <>
      <ResultMark result={result} />
      <span>
        <span className="sr">{resultWords[result]}: </span>
        {title}
      </span>
      <span className="e">{remark(check)}</span>
      <span className="ms num">{tookText(check)}</span>
    </>
  )
  if (evidence.length === 0)
    return (
      <div className="ck">
        {cells}
        <span />
      </div>
    )
  return (
    <>
      <button type="button" className="ck" aria-expanded={isOpen} onClick={toggle} {...roving.item(id)}>
        {cells}
        <Icon name={isOpen ? 'down' : 'right'} className="chev" />
      </button>
      {isOpen && (
        <div className="ev-box">
          <EvidenceTable check={check} />
        </div>
      )}
    </>
  )
}
