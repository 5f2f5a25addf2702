/** The connectivity test: verdict first, then the steps by layer, outer to inner. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { TestReport } from '../../helper/contract/connectivity.ts'
import type { TestView } from '../../main/contract/bridge.ts'
import { chosenProfile } from '../../main/contract/words/action.ts'
import { remark, reportSubtitle, reportText } from '../../main/contract/words/report.ts'
import type { Face } from '../../main/contract/words/state.ts'
import { ask } from '../bridge.ts'
import { useCopy } from '../components/copy-button.tsx'
import { Frame } from '../components/frame.tsx'
import { faceClass, Glyph } from '../components/glyph.tsx'
import { Icon } from '../components/icon.tsx'
import { Step } from '../components/step.tsx'
import { groupSteps, type PlannedStep } from '../test-groups.ts'
import { moveFocus } from '../use-popup.ts'
import type { PageProps } from './page.ts'

const faces: Readonly<Record<TestReport['verdict'], Face>> = { pass: 'connected', warn: 'attention', fail: 'failed' }

export function TestPage({ state, open }: PageProps) {
  const { test } = state
  // One click is to be enough: who opens the page wants the test.
  useEffect(() => {
    if (test.state === 'none') ask('runTest')
  }, [test.state])

  const report = test.state === 'done' ? test.report : undefined
  const face = report ? faces[report.verdict] : test.state === 'failed' ? 'failed' : 'connecting'
  const profile = report?.profile ?? chosenProfile(state)?.name
  return (
    <Frame
      title="Connectivity test"
      subtitle={profile}
      tone={faceClass[face]}
      tray={state.tray}
      back={() => open('overview')}
    >
      <div className="wash">
        <Verdict test={test} face={face} />
      </div>
      <Steps steps={stepsOf(test)} key={report?.at ?? 'running'} />
    </Frame>
  )
}

function Verdict({ test, face }: { readonly test: TestView; readonly face: Face }) {
  const report = test.state === 'done' ? test.report : undefined
  const running = test.state === 'running'
  return (
    <section className="verdict">
      <Glyph face={face} />
      <div>
        <div role="status">
          <h1>{titleOf(test)}</h1>
        </div>
        <p className="num">{subtitleOf(test)}</p>
      </div>
      <div className="btns">
        <button type="button" className="btn btn-p" disabled={running} onClick={() => ask('runTest')}>
          <Icon name="redo" />
          {test.state === 'none' || running ? 'Running' : 'Run again'}
        </button>
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
      Copy report
    </button>
  )
}

function titleOf(test: TestView): string {
  if (test.state === 'done') return test.report.summary
  return test.state === 'failed' ? 'The test could not be run' : 'Testing the way home'
}

function subtitleOf(test: TestView): string {
  if (test.state === 'done') return reportSubtitle(test.report, new Date())
  if (test.state === 'failed') return [test.words.message, test.words.remedy].filter(Boolean).join(' ')
  const checks = test.state === 'running' ? (test.progress?.checks ?? []) : []
  const done = checks.filter(({ check }) => check !== undefined).length
  return checks.length > 0 ? `Step ${Math.min(done + 1, checks.length)} of ${checks.length}` : 'Asking the helper'
}

function stepsOf(test: TestView): PlannedStep[] {
  if (test.state === 'done') return test.report.checks.map((check) => ({ ...check, check }))
  return test.state === 'running' ? [...(test.progress?.checks ?? [])] : []
}

function Steps({ steps }: { readonly steps: readonly PlannedStep[] }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string>()
  const list = useRef<HTMLDivElement>(null)
  // One tab stop: the step last visited, at first what failed, else the first.
  const stop = current ?? steps.find(({ check }) => check?.result === 'fail')?.id ?? steps[0]?.id
  // What is broken is to be seen, however many steps stand before it.
  useEffect(() => list.current?.querySelector('.open-step.fail')?.scrollIntoView({ block: 'nearest' }), [])
  const active = steps.find(({ check }) => check === undefined)?.id
  const toggle = (id: string) =>
    setToggled((known) =>
      known.has(id) ? new Set([...known].filter((other) => other !== id)) : new Set([...known, id]),
    )
  const onKey = (event: KeyboardEvent, id: string) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('button.st') ?? [])]
    if (moveFocus(event, buttons)) event.preventDefault()
    if (event.key === 'Escape' && isOpen(id)) toggle(id)
  }
  const isOpen = (id: string) => {
    const opensItself = steps.find((step) => step.id === id)?.check?.result === 'fail'
    return opensItself !== toggled.has(id)
  }
  return (
    <div className="test" ref={list}>
      {groupSteps(steps).map(({ title, steps: rows }) => (
        <section key={title} className="grp" aria-label={title}>
          <h2>{title}</h2>
          <ol>
            {rows.map((step) => (
              <Step
                key={step.id}
                step={step}
                remark={step.check ? remark(step.check, steps) : ''}
                underWay={step.id === active}
                isOpen={isOpen(step.id)}
                isStop={step.id === stop}
                visit={() => setCurrent(step.id)}
                toggle={() => toggle(step.id)}
                onKey={(event) => onKey(event, step.id)}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}
