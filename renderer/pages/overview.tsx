/** This page answers in one glance: am I home, with which addresses, at what packet size, and if not, which layer broke and what now. */
import type { ReactNode } from 'react'
import type { ProfileSummary } from '../../helper/contract/profile.ts'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { chosenProfile } from '../../main/contract/words/action.ts'
import { clock } from '../../main/contract/words/amounts.ts'
import { mtuFigure } from '../../main/contract/words/path-mtu.ts'
import { unreadableWords } from '../../main/contract/words/profile.ts'
import { lastSessionText } from '../../main/contract/words/session.ts'
import { type Face, faceOf, mainProblem } from '../../main/contract/words/state.ts'
import { bridge } from '../bridge.ts'
import { Addresses, ExpectedAddresses } from '../components/addresses.tsx'
import { Disclosure } from '../components/disclosure.tsx'
import { Frame } from '../components/frame.tsx'
import { shapeClass } from '../components/glyph.tsx'
import { GuardLine } from '../components/guard-line.tsx'
import { Hero } from '../components/hero.tsx'
import { LastError } from '../components/last-error.tsx'
import { LinkState } from '../components/link-state.tsx'
import { MainMenu } from '../components/main-menu.tsx'
import { Note } from '../components/note.tsx'
import { ExpectedMtu, PathMtuSection } from '../components/path-mtu.tsx'
import { Evidence, LastTry, OtherProblems, WhatDiffers, WhatToTry } from '../components/problems.tsx'
import { Scroll } from '../components/scroll.tsx'
import { Section } from '../components/section.tsx'
import { Timeline } from '../components/timeline.tsx'
import { atHomeSteps, failureSteps, idleSteps, linkFigure, phaseSteps } from '../steps.ts'
import { useNow } from '../use-now.ts'
import { NoProfile } from './no-profile.tsx'
import type { PageProps } from './page.ts'

export function Overview({ state, open, importing, making }: PageProps) {
  const { snapshot } = state
  if (!snapshot) return null
  const face = faceOf(snapshot)
  const profile = chosenProfile(state)
  const Body = bodies[face]
  const isSetUp = profile !== undefined || snapshot.profile !== null
  const importFirst = () => {
    importing.begin()
    open('profiles')
  }
  const newFirst = () => {
    making.begin()
    open('profiles')
  }
  return (
    <Frame title="Roam6" tone={shapeClass[face]} tray={state.tray} menu={<MainMenu state={state} open={open} />}>
      <div className="wash">
        <Hero state={state} snapshot={snapshot} />
        <GuardLine state={state} />
        <LastError words={state.lastError} dismiss={() => void bridge.call('dismissLastError', {})} />
        {!profile && state.unreadable.map((one) => <LastError key={one.file} words={unreadableWords(one)} />)}
      </div>
      <Scroll label="Details">
        {isSetUp ? (
          <Body state={state} snapshot={snapshot} profile={profile} />
        ) : (
          <NoProfile level="h2" importFirst={importFirst} newFirst={newFirst} />
        )}
        {!state.tray && !state.settings.toldNoTray && <NoTray />}
      </Scroll>
      <footer className="foot">
        {face === 'connecting' || !isSetUp ? (
          <button type="button" className="btn" onClick={() => open('log')}>
            Show history
          </button>
        ) : (
          <button type="button" className="btn" onClick={() => open('test')}>
            Test connection
          </button>
        )}
        <p className="num">{isSetUp ? footNote(state, snapshot) : 'Without a profile there is nothing to test'}</p>
      </footer>
    </Frame>
  )
}

interface BodyProps {
  readonly state: AppState
  readonly snapshot: Snapshot
  readonly profile: ProfileSummary | undefined
}

const bodies: Readonly<Record<Face, (props: BodyProps) => ReactNode>> = {
  off: OffBody,
  connecting: ConnectingBody,
  connected: ConnectedBody,
  'at-home': AtHomeBody,
  attention: AttentionBody,
  failed: FailedBody,
  offline: FailedBody,
}

function OffBody({ snapshot, profile }: BodyProps) {
  const { pathMtu } = snapshot
  const expected = profile?.expectedMtu ?? null
  return (
    <>
      {profile && <ExpectedAddresses profile={profile} />}
      {pathMtu && <PathMtuSection snapshot={snapshot} path={pathMtu} />}
      {!pathMtu && expected !== null && <ExpectedMtu mtu={expected} />}
      <Section title="Link state">
        <Timeline steps={profile ? idleSteps(snapshot, profile) : []} />
      </Section>
      <LastSession snapshot={snapshot} />
    </>
  )
}

function ConnectingBody({ state, snapshot, profile }: BodyProps) {
  const { underlay } = snapshot
  const problem = mainProblem(snapshot)
  return (
    <>
      <section className="sec" aria-label="Progress">
        <Timeline roomy steps={phaseSteps(snapshot, profile)} />
      </section>
      {problem && <LastTry problem={problem} state={state} />}
      {underlay && (
        <Note icon="link" label="Link">
          From {[underlay.network, underlay.interface, ...underlay.addresses].filter(Boolean).join(', ')}
        </Note>
      )}
    </>
  )
}

function ConnectedBody({ snapshot }: BodyProps) {
  return (
    <>
      <Addresses snapshot={snapshot} />
      {snapshot.pathMtu && <PathMtuSection snapshot={snapshot} path={snapshot.pathMtu} />}
      <LinkState snapshot={snapshot} />
    </>
  )
}

/** What differs comes first; what is as it should be is folded. */
function AttentionBody({ state, snapshot }: BodyProps) {
  const problem = mainProblem(snapshot)
  const path = snapshot.pathMtu
  const asExpected = snapshot.addresses.every(({ state: one }) => one === 'present')
  return (
    <>
      {problem && <WhatDiffers problem={problem} state={state} snapshot={snapshot} />}
      {asExpected ? (
        <Disclosure title="Addresses" figure={`${snapshot.addresses.length} as expected`}>
          <Addresses snapshot={snapshot} />
        </Disclosure>
      ) : (
        <Addresses snapshot={snapshot} />
      )}
      {path && (
        <Disclosure title="Path MTU" figure={`${mtuFigure(path).size} ${mtuFigure(path).basis}`}>
          <PathMtuSection snapshot={snapshot} path={path} />
        </Disclosure>
      )}
      <Disclosure title="Link state" figure={linkFigure(snapshot, new Date())}>
        <LinkState snapshot={snapshot} />
      </Disclosure>
      {problem && <Evidence problem={problem} />}
      <OtherProblems problems={snapshot.problems.filter((other) => other !== problem)} />
    </>
  )
}

function FailedBody({ state, snapshot }: BodyProps) {
  const problem = mainProblem(snapshot)
  return (
    <>
      <Section title="Where it stopped" aside={<span className="aside num">{clock(snapshot.since, new Date())}</span>}>
        <div className="s-ok">
          <Timeline steps={failureSteps(snapshot)} />
        </div>
      </Section>
      {problem && <WhatToTry problem={problem} state={state} />}
      {problem && <Evidence problem={problem} />}
      <OtherProblems problems={snapshot.problems.filter((other) => other !== problem)} />
      <LastSession snapshot={snapshot} />
    </>
  )
}

function AtHomeBody({ snapshot }: BodyProps) {
  return (
    <>
      <Addresses snapshot={snapshot} />
      {snapshot.pathMtu && <PathMtuSection snapshot={snapshot} path={snapshot.pathMtu} />}
      <Section title="Link state">
        <Timeline steps={atHomeSteps(snapshot)} />
      </Section>
    </>
  )
}

/** Tells when home was last reached, from where and why that ended. While home is sought again, that session has not ended. */
function LastSession({ snapshot: { session, lastSession } }: Pick<BodyProps, 'snapshot'>) {
  const now = useNow(60_000)
  if (!lastSession || session) return null
  return (
    <Section title="Last session">
      <p className="say">{lastSessionText(lastSession, now)}</p>
    </Section>
  )
}

function NoTray() {
  return (
    <Note icon="dot" label="Tray">
      This desktop has no tray. Closing the window leaves it in the task bar, and starting Roam6 again brings it back.
      <button type="button" className="btn" onClick={() => void bridge.call('noTrayTold', {})}>
        Got it
      </button>
    </Note>
  )
}

/** The last test is told of where it is of this state and this profile; else it says nothing of now. */
function footNote(state: AppState, snapshot: Snapshot): string {
  const { test } = state
  if (test.state === 'running') return 'The test is running'
  if (test.state !== 'done') return notes[faceOf(snapshot)]
  const { checks, at, profile } = test.report
  const isOfNow = profile === chosenProfile(state)?.name && Date.parse(at) >= Date.parse(snapshot.since)
  if (!isOfNow) return notes[faceOf(snapshot)]
  const passed = checks.filter(({ result }) => result === 'pass').length
  return `${passed} of ${checks.length} passed at ${clock(at, new Date())}`
}

const notes: Readonly<Record<Face, string>> = {
  off: 'Shows every layer, with evidence',
  connecting: 'Cancel undoes every change',
  connected: 'Shows every layer, with evidence',
  'at-home': 'Connects by itself when you leave',
  attention: 'Shows every layer, with evidence',
  failed: 'Shows every layer, with evidence',
  offline: 'Offline is not a failure',
}
