/** One step of the test: a row that opens to what happened, the evidence and what to do. */
import { type KeyboardEvent, useId } from 'react'
import type { Check, CheckResult } from '../../helper/contract/connectivity.ts'
import { duration } from '../../main/contract/words/amounts.ts'
import { resultWords } from '../../main/contract/words/report.ts'
import type { PlannedStep } from '../test-groups.ts'
import { Icon, type IconName, Spinner } from './icon.tsx'

/** Marks differ by shape, not only by hue. */
const marks: Readonly<Record<CheckResult, { icon: IconName; mark: string; text: string }>> = {
  pass: { icon: 'check', mark: 'c-ok', text: '' },
  warn: { icon: 'warn', mark: 'c-warn', text: 't-warn' },
  fail: { icon: 'fail', mark: 'c-fail', text: 't-fail' },
  skip: { icon: 'skip', mark: 'c-skip', text: 't-skip' },
  unknown: { icon: 'skip', mark: 'c-skip', text: 't-skip' },
}

export interface StepProps {
  readonly step: PlannedStep
  /** Beside the title. */
  readonly remark: string
  readonly underWay: boolean
  readonly isOpen: boolean
  /** Whether Tab comes here; arrows reach the others. */
  readonly isStop: boolean
  readonly visit: () => void
  readonly toggle: () => void
  readonly onKey: (event: KeyboardEvent) => void
}

export function Step({ step, remark, underWay, isOpen, isStop, visit, toggle, onKey }: StepProps) {
  const id = useId()
  const { check } = step
  if (!check) return <Pending title={step.title} underWay={underWay} />
  const { icon, mark, text } = marks[check.result]
  return (
    <li className={isOpen ? `open-step ${check.result}` : ''}>
      <button
        type="button"
        className="st"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        tabIndex={isStop ? 0 : -1}
        onFocus={visit}
        onClick={toggle}
        onKeyDown={onKey}
      >
        <span className={mark}>
          <Icon name={icon} />
          <span className="sr">{resultWords[check.result]}: </span>
        </span>
        <b className={text}>{step.title}</b>
        <span className={`e ${text}`}>{remark}</span>
        <span className="ms">{check.result === 'skip' ? '' : duration(check.durationMs)}</span>
      </button>
      {isOpen && <More id={id} check={check} />}
    </li>
  )
}

function Pending({ title, underWay }: { readonly title: string; readonly underWay: boolean }) {
  return (
    <li aria-current={underWay ? 'step' : undefined}>
      <div className="st">
        <span className="c-skip">{underWay ? <Spinner /> : <span className="step open" />}</span>
        <b className={underWay ? '' : 't-skip'}>{title}</b>
      </div>
    </li>
  )
}

function More({ id, check }: { readonly id: string; readonly check: Check }) {
  return (
    <div className="more" id={id}>
      <div>
        <h3>What happened</h3>
        {check.because || resultWords[check.result]}
      </div>
      <div>
        {check.evidence.length > 0 && <h3>Evidence</h3>}
        <span className="ev">{check.evidence.join('\n')}</span>
      </div>
      <div>
        {check.remedies.length > 0 && <h3>What to do</h3>}
        {check.remedies.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  )
}
