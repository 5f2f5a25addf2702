/** This part shows a layer of the test on one line, a stop of the path. What passed is folded; what did not is open. */
import { resultWords } from '../../main/contract/words/report.ts'
import { placesText, type Stop, type StopResult } from '../test-layers.ts'
import type { Roving } from '../use-roving.ts'
import { BrokenCheck } from './broken-check.tsx'
import { CheckRow } from './check-row.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import { Fold } from './fold.tsx'
import { Icon } from './icon.tsx'
import { ResultMark } from './result-mark.tsx'

const spoken: Readonly<Record<StopResult, string>> = {
  ...resultWords,
  active: 'Under way',
  ahead: 'Not yet',
}
const colours: Partial<Record<StopResult, string>> = { fail: 't-fail', warn: 't-warn' }

export interface TestLayerProps {
  readonly stop: Stop
  /** Whether the path leads on from here without a gap. */
  readonly leadsOn: boolean
  readonly roving: Roving
  /** Lines that the person opened or closed, by their keys. */
  readonly toggled: ReadonlySet<string>
  readonly toggle: (key: string) => void
}

export function TestLayer({ stop, leadsOn, roving, toggled, toggle }: TestLayerProps) {
  const { title, result, figure, count, broken } = stop
  const isOpen = broken.length > 0 !== toggled.has(title)
  const isQuiet = result === 'skip' || result === 'ahead'
  const isEmpty = broken.length === 0 && stop.others.length === 0
  const colour = colours[result] ?? ''
  const word = spoken[result].toLowerCase()
  return (
    <li
      className={`lay ${leadsOn ? '' : 'cut'} ${isOpen ? 'open' : ''} ${isQuiet ? 'quiet' : ''}`}
      aria-current={result === 'active' ? 'step' : undefined}
    >
      <button
        type="button"
        className="ln"
        aria-expanded={isEmpty ? undefined : isOpen}
        aria-label={`${title}, ${figure === '' ? word : `${word}: ${figure}`}. ${count}.`}
        onClick={() => toggle(title)}
        {...roving.item(title)}
      >
        <ResultMark result={result} />
        <span className={`nm ${colour}`}>{title}</span>
        {/* An opened failure says it itself. */}
        <span className={`fig ${colour}`}>{isOpen && broken.length > 0 ? '' : figure}</span>
        <span className="ct num">{count}</span>
        {isEmpty ? <span /> : <Icon name={isOpen ? 'down' : 'right'} className="chev" />}
      </button>
      {isOpen && <Opened stop={stop} roving={roving} toggled={toggled} toggle={toggle} />}
    </li>
  )
}

function Opened({ stop: { title, broken, others }, roving, toggled, toggle }: Omit<TestLayerProps, 'leadsOn'>) {
  const rows = others.map((check) => (
    <CheckRow
      key={check.id}
      check={check}
      roving={roving}
      isOpen={toggled.has(check.id)}
      toggle={() => toggle(check.id)}
    />
  ))
  const rest = `others of ${title}`
  return (
    <>
      {broken.map(({ check, held }) => {
        const key = `held by ${check.id}`
        const seen = `seen at ${check.id}`
        return (
          <BrokenCheck key={check.id} check={check}>
            {check.result === 'unknown' && check.evidence.length > 0 && (
              <Fold
                roving={roving}
                name={seen}
                isOpen={toggled.has(seen)}
                toggle={() => toggle(seen)}
                says={
                  check.evidence.length === 1
                    ? 'What was seen, 1 line'
                    : `What was seen, ${check.evidence.length} lines`
                }
              >
                <div className="ev-box">
                  <EvidenceTable check={check} />
                </div>
              </Fold>
            )}
            {held.length > 0 && (
              <Fold
                roving={roving}
                name={key}
                isOpen={toggled.has(key)}
                toggle={() => toggle(key)}
                says={`${held.length === 1 ? '1 check depends' : `${held.length} checks depend`} on this and ${held.length === 1 ? 'was' : 'were'} not asked: ${placesText(held)}`}
              >
                <ul className="held">
                  {held.map(({ id, title: one }) => (
                    <li key={id}>{one}</li>
                  ))}
                </ul>
              </Fold>
            )}
          </BrokenCheck>
        )
      })}
      {broken.length === 0 || others.length === 0 ? (
        rows.length > 0 && <div className="chk-rows">{rows}</div>
      ) : (
        <div className="chk-rows">
          <Fold
            roving={roving}
            name={rest}
            isOpen={toggled.has(rest)}
            toggle={() => toggle(rest)}
            says={
              others.length === 1 ? 'The other check of this layer' : `The other ${others.length} checks of this layer`
            }
          >
            {rows}
          </Fold>
        </div>
      )}
    </>
  )
}
