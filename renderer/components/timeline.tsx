/** This part shows stops in order from the laptop to home: link state, progress and failure use the same grammar. */
import type { ReactNode } from 'react'
import { Icon, Spinner } from './icon.tsx'

export interface Step {
  /** `reached` is a full dot, `ahead` an open one; the others have marks of their own. */
  readonly mark: 'reached' | 'ahead' | 'done' | 'active' | 'failed'
  readonly title: string
  /** At the right: evidence, or how long it took. */
  readonly value?: ReactNode
  /** Below, in progress and failure. */
  readonly note?: string | undefined
}

const marks: Readonly<Record<Step['mark'], ReactNode>> = {
  reached: <span className="step" />,
  ahead: <span className="step open" />,
  done: (
    <span className="step icon c-ok">
      <Icon name="check" />
    </span>
  ),
  active: (
    <span className="step icon">
      <Spinner />
    </span>
  ),
  failed: (
    <span className="step icon c-fail">
      <Icon name="fail" />
    </span>
  ),
}

/** Said to who cannot see the mark. */
const spoken: Readonly<Record<Step['mark'], string>> = {
  reached: '',
  ahead: 'Not yet: ',
  done: 'Done: ',
  active: 'Under way: ',
  failed: 'Failed: ',
}

export function Timeline({ steps, roomy = false }: { readonly steps: readonly Step[]; readonly roomy?: boolean }) {
  return (
    <ol className={`timeline ${roomy ? 'roomy' : ''}`}>
      {steps.map((step, at) => (
        <li
          key={step.title}
          className={railOf(step, steps[at + 1])}
          aria-current={step.mark === 'active' ? 'step' : undefined}
        >
          {marks[step.mark]}
          <span className={`t ${toneOf(step)}`}>
            <span className="sr">{spoken[step.mark]}</span>
            {step.title}
          </span>
          <span className={`v ${toneOf(step)}`}>{step.value}</span>
          {step.note !== undefined && <span className={`n ${step.mark === 'ahead' ? 'off' : ''}`}>{step.note}</span>}
        </li>
      ))}
    </ol>
  )
}

const toneOf = ({ mark }: Step) => (mark === 'ahead' ? 'off' : mark === 'failed' ? 't-fail' : '')

/** The line to the next step: whole between two that were reached, dotted from where it steps. */
function railOf({ mark }: Step, next: Step | undefined): string {
  if (mark === 'done') return next?.mark === 'ahead' ? 'cut' : 'done'
  if (mark === 'reached') return !next || next.mark === 'reached' ? '' : 'cut'
  return 'cut'
}
