/** Stops in order from the laptop to home: link state, progress and failure use the same grammar. */
import type { ReactNode } from 'react'
import { Icon, Spinner } from './icon.tsx'

export interface Stop {
  /** `reached` is a full dot, `ahead` an open one; the others have marks of their own. */
  readonly mark: 'reached' | 'ahead' | 'done' | 'active' | 'failed'
  readonly title: string
  /** At the right: evidence, or how long it took. */
  readonly value?: ReactNode
  /** Below, in progress and failure. */
  readonly note?: string | undefined
}

const marks: Readonly<Record<Stop['mark'], ReactNode>> = {
  reached: <span className="stop" />,
  ahead: <span className="stop open" />,
  done: (
    <span className="stop icon c-ok">
      <Icon name="check" />
    </span>
  ),
  active: (
    <span className="stop icon">
      <Spinner />
    </span>
  ),
  failed: (
    <span className="stop icon c-fail">
      <Icon name="fail" />
    </span>
  ),
}

/** Said to who cannot see the mark. */
const spoken: Readonly<Record<Stop['mark'], string>> = {
  reached: '',
  ahead: 'Not yet: ',
  done: 'Done: ',
  active: 'Under way: ',
  failed: 'Failed: ',
}

export function Spine({ stops, roomy = false }: { readonly stops: readonly Stop[]; readonly roomy?: boolean }) {
  return (
    <ol className={`spine ${roomy ? 'roomy' : ''}`}>
      {stops.map((stop, at) => (
        <li
          key={stop.title}
          className={railOf(stop, stops[at + 1])}
          aria-current={stop.mark === 'active' ? 'step' : undefined}
        >
          {marks[stop.mark]}
          <span className={`t ${toneOf(stop)}`}>
            <span className="sr">{spoken[stop.mark]}</span>
            {stop.title}
          </span>
          <span className={`v ${toneOf(stop)}`}>{stop.value}</span>
          {stop.note !== undefined && <span className={`n ${stop.mark === 'ahead' ? 'off' : ''}`}>{stop.note}</span>}
        </li>
      ))}
    </ol>
  )
}

const toneOf = ({ mark }: Stop) => (mark === 'ahead' ? 'off' : mark === 'failed' ? 't-fail' : '')

/** The line to the next stop: whole between two that were reached, dotted from where it stops. */
function railOf({ mark }: Stop, next: Stop | undefined): string {
  if (mark === 'done') return next?.mark === 'ahead' ? 'cut' : 'done'
  if (mark === 'reached') return !next || next.mark === 'reached' ? '' : 'cut'
  return 'cut'
}
