/** This page tells what a report needs to know of the program: versions, where the helper runs and as what, and the licences. */
import type { AppState } from '../../main/contract/bridge.ts'
import { licences } from '../../main/contract/words/licences.ts'
import { useCopy } from '../components/copy-button.tsx'
import { Disclosure } from '../components/disclosure.tsx'
import { Frame } from '../components/frame.tsx'
import { Glyph } from '../components/glyph.tsx'
import { Icon } from '../components/icon.tsx'
import { Scroll } from '../components/scroll.tsx'
import { Section } from '../components/section.tsx'
import type { PageProps } from './page.ts'

type Facts = readonly (readonly [name: string, value: string])[]

const helperFacts = ({ helper, snapshot, program }: AppState): Facts =>
  helper.state === 'running'
    ? [
        ['Version', helper.version],
        ['Runs as', `root, process ${snapshot?.helper.pid ?? '?'}`],
        ['Serves', `uid ${program.uid}, and root`],
        ['Socket', program.socket],
      ]
    : [
        ['Runs', 'not, or not for this user'],
        ['Socket', program.socket],
      ]

const windowFacts = ({ program, tray }: AppState): Facts => [
  ['Electron', program.electron],
  ['Chromium', program.chromium],
  ['Tray', tray ? 'this desktop has one' : 'this desktop has none'],
]

const textOf = (state: AppState) =>
  [
    `Roam6 ${state.version}`,
    ...[...helperFacts(state), ...windowFacts(state)].map(([name, value]) => `${name}: ${value}`),
  ].join('\n')

export function About({ state, open }: PageProps) {
  const [copied, copy] = useCopy(textOf(state))
  return (
    <Frame title="About" tray={state.tray} back={() => open('overview')}>
      <Scroll label="Facts">
        <div className="about">
          <Glyph face="connected" className="" />
          <div>
            <h1>Roam6 {state.version}</h1>
            <p>Your home network and its IPv6, from any network</p>
          </div>
        </div>
        <Section title="Helper" aside={<span className="aside">{state.helper.state}</span>}>
          <Table facts={helperFacts(state)} />
        </Section>
        <Section title="The window">
          <Table facts={windowFacts(state)} />
        </Section>
        <Disclosure title="Licences of what is shipped" figure={`${licences.length}`}>
          <div className="folded-facts">
            <Table facts={licences} />
          </div>
        </Disclosure>
        <button type="button" className="line1 fold-sec" onClick={() => open('keys')}>
          <b>Keys</b>
          <span className="v">F1</span>
          <Icon name="right" className="chev" />
        </button>
      </Scroll>
      <footer className="foot">
        <button type="button" className="btn" onClick={copy}>
          <Icon name={copied ? 'check' : 'copy'} />
          Copy these facts
        </button>
        <p>Useful in a report</p>
      </footer>
    </Frame>
  )
}

function Table({ facts }: { readonly facts: Facts }) {
  return (
    <dl className="kv">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
