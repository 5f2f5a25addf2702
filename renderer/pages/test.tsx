/** This page shows the connectivity test: verdict first, then the path from the laptop to home, a line a layer. */
import { useEffect, useRef, useState } from 'react'
import type { TestReport } from '../../helper/contract/connectivity.ts'
import type { TestView } from '../../main/contract/bridge.ts'
import { chosenProfile } from '../../main/contract/words/action.ts'
import { clock } from '../../main/contract/words/amounts.ts'
import { provesNothing } from '../../main/contract/words/proof.ts'
import { reportSubtitle, reportText } from '../../main/contract/words/report.ts'
import { ask } from '../bridge.ts'
import { useCopy } from '../components/copy-button.tsx'
import { Frame } from '../components/frame.tsx'
import { Glyph, type Shape, shapeClass } from '../components/glyph.tsx'
import { Icon } from '../components/icon.tsx'
import { TestLayer } from '../components/test-layer.tsx'
import { type PlannedCheck, type Stop, stopsOf } from '../test-layers.ts'
import { useMatches } from '../use-matches.ts'
import { useRoving } from '../use-roving.ts'
import type { PageProps } from './page.ts'

const verdicts: Readonly<Record<TestReport['verdict'], Shape>> = {
  pass: 'connected',
  warn: 'attention',
  fail: 'failed',
}

function shapeOf(test: TestView): Shape {
  if (test.state === 'done') return provesNothing(test.report) ? 'unproved' : verdicts[test.report.verdict]
  if (test.state === 'stopped') return 'off'
  return test.state === 'failed' ? 'failed' : 'connecting'
}

export function TestPage({ state, open }: PageProps) {
  const { test } = state
  // One click is to be enough: who opens the page wants the test.
  useEffect(() => {
    if (test.state === 'none') ask('runTest')
  }, [test.state])

  const report = test.state === 'done' ? test.report : undefined
  const shape = shapeOf(test)
  const profile = report?.profile ?? chosenProfile(state)?.name
  return (
    <Frame
      title="Connectivity test"
      subtitle={profile}
      tone={shapeClass[shape]}
      tray={state.tray}
      back={() => open('overview')}
    >
      <div className="wash">
        <Verdict test={test} shape={shape} />
      </div>
      <Path stops={stopsOf(plannedOf(test), report)} key={report?.at ?? 'running'} />
      {test.state === 'done' && test.passedAt !== null && (
        <footer className="tfoot">
          <p>It last passed at {clock(test.passedAt, new Date())}.</p>
        </footer>
      )}
    </Frame>
  )
}

function Verdict({ test, shape }: { readonly test: TestView; readonly shape: Shape }) {
  const report = test.state === 'done' ? test.report : undefined
  const running = test.state === 'none' || test.state === 'running'
  return (
    <section className="verdict">
      <Glyph face={shape} />
      <div>
        <div role="status">
          <h1>{titleOf(test)}</h1>
        </div>
        <p className="num">{subtitleOf(test)}</p>
      </div>
      <div className="btns">
        {running ? (
          <button type="button" className="btn" onClick={() => ask('stopTest')}>
            <Icon name="cross" />
            <span className="lbl">Stop</span>
          </button>
        ) : (
          <button type="button" className="btn btn-p" onClick={() => ask('runTest')}>
            <Icon name="redo" />
            <span className="lbl">Run again</span>
          </button>
        )}
        {report && <CopyReport report={report} />}
      </div>
    </section>
  )
}

function CopyReport({ report }: { readonly report: TestReport }) {
  const [copied, copy] = useCopy(reportText(report, new Date()))
  return (
    <button type="button" className="btn" onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span className="lbl">Copy report</span>
    </button>
  )
}

const titles = {
  none: 'Testing the way home',
  running: 'Testing the way home',
  failed: 'The test could not be run',
  stopped: 'The test was stopped',
} as const

const titleOf = (test: TestView) => (test.state === 'done' ? test.report.summary : titles[test.state])

function subtitleOf(test: TestView): string {
  if (test.state === 'done') return reportSubtitle(test.report, new Date())
  if (test.state === 'stopped') return 'It has no verdict'
  if (test.state === 'failed') return [test.words.message, test.words.remedy].filter(Boolean).join(' ')
  const checks = test.state === 'running' ? (test.progress?.checks ?? []) : []
  const next = checks.find(({ check }) => check === undefined)
  if (!next) return checks.length > 0 ? 'The verdict is being made' : 'Asking the helper'
  const done = checks.filter(({ check }) => check !== undefined).length
  return `${done + 1} of ${checks.length}: ${next.title}`
}

function plannedOf(test: TestView): PlannedCheck[] {
  if (test.state === 'done') return test.report.checks.map((check) => ({ ...check, check }))
  return test.state === 'running' ? [...(test.progress?.checks ?? [])] : []
}

/** Enlarged, little of the path is in view: what broke comes before what passed. */
const little = '(max-height: 420px)'

const worstFirst = (stops: readonly Stop[]) => [
  ...stops.filter(({ broken }) => broken.length > 0),
  ...stops.filter(({ broken }) => broken.length === 0),
]

function Path({ stops }: { readonly stops: readonly Stop[] }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const list = useRef<HTMLOListElement>(null)
  const isSorted = useMatches(little)
  const shown = isSorted ? worstFirst(stops) : stops
  const firstBroken = stops.find(({ broken }) => broken.length > 0)
  const roving = useRoving((firstBroken ?? stops[0])?.title)
  // What is broken is to be seen, however many layers stand before it.
  useEffect(() => list.current?.querySelector('.brk')?.scrollIntoView({ block: 'nearest' }), [])
  const toggle = (key: string) =>
    setToggled((known) =>
      known.has(key) ? new Set([...known].filter((one) => one !== key)) : new Set([...known, key]),
    )
  return (
    <div className="test">
      <ol className={`lays ${firstBroken ? 'dense' : ''}`} ref={list} onKeyDown={roving.onKeyDown}>
        {shown.map((stop, at) => (
          <TestLayer
            key={stop.title}
            stop={stop}
            leadsOn={stop.result === 'pass' && shown[at + 1]?.result === 'pass'}
            roving={roving}
            toggled={toggled}
            toggle={toggle}
          />
        ))}
      </ol>
    </div>
  )
}
