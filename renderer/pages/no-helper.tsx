/** This page says what it means that no helper can be used, whom the helper serves where it is another's, and how to start one. */
import type { HelperView } from '../../main/contract/bridge.ts'
import { ask } from '../bridge.ts'
import { Frame } from '../components/frame.tsx'
import { Glyph, type Shape, shapeClass } from '../components/glyph.tsx'
import { GuardLine } from '../components/guard-line.tsx'
import { Spinner } from '../components/icon.tsx'
import { MainMenu } from '../components/main-menu.tsx'
import { Scroll } from '../components/scroll.tsx'
import { Section } from '../components/section.tsx'
import { TerminalLine } from '../components/terminal-line.tsx'
import type { PageProps } from './page.ts'

type Told = { readonly title: string; readonly says: string; readonly shape: Shape }

const usual = 'Only the helper may change the network'

function tell(helper: HelperView): Told {
  switch (helper.state) {
    case 'searching':
      return { title: 'Looking for the helper', says: usual, shape: 'off' }
    case 'starting':
      return { title: 'Starting the helper', says: 'The desktop asks for the administrator’s password', shape: 'off' }
    case 'unusable':
      return { title: 'The helper cannot be used', says: usual, shape: 'needs-you' }
    case 'foreign':
      return {
        title: 'The helper serves another user',
        says: `It was started for ${helper.serves ?? 'somebody else'}; you are ${helper.you}`,
        shape: 'needs-you',
      }
    default:
      return { title: 'The helper is not running', says: usual, shape: 'needs-you' }
  }
}

interface Start {
  readonly title: string
  readonly says: string
  readonly label: string
}

/** What the one button does, by why there is no helper; nothing while it is looked for. */
const starts: Partial<Record<HelperView['state'], Start>> = {
  absent: {
    title: 'Start the helper',
    says: 'It asks for the administrator’s password, and stays when this window is closed.',
    label: 'Start…',
  },
  starting: { title: 'Start the helper', says: 'It waits for the password.', label: 'Waiting' },
  unusable: {
    title: 'Restart the helper',
    says: 'The one that belongs to this window takes its place. Home is away meanwhile; nothing leaves in clear.',
    label: 'Restart…',
  },
  foreign: {
    title: 'Start it for me alone',
    says: 'Whoever uses it now is served no longer. Home stays as it is wanted.',
    label: 'Restart…',
  },
}

/** The line for a terminal stands below by itself, where it can be copied: a remedy that ends with it need not say it as well. */
const withoutLine = (remedy: string, line: string) =>
  remedy.endsWith(`: ${line}`) ? `${remedy.slice(0, -line.length - 2).replace(/, or run$/, '')}.` : remedy

export function NoHelper({ state, open }: PageProps) {
  const { helper } = state
  const { title, says, shape } = tell(helper)
  const start = starts[helper.state]
  const words = helper.state === 'absent' || helper.state === 'unusable' ? helper.words : undefined
  const line = helper.state === 'absent' ? state.program.startLine : state.program.replaceLine
  const remedy = words?.remedy && withoutLine(words.remedy, line)
  return (
    <Frame title="Roam6" tone={shapeClass[shape]} tray={state.tray} menu={<MainMenu state={state} open={open} />}>
      <div className="wash">
        <section className="hero">
          <div className="hero-top">
            <Glyph face={shape} />
            <div>
              <div role={shape === 'needs-you' ? 'alert' : 'status'}>
                <h1>{title}</h1>
              </div>
              <p>{says}</p>
            </div>
          </div>
        </section>
        <GuardLine state={state} />
      </div>
      <Scroll label="Details">
        {words && (
          <Section title="What happened">
            <p>{words.message}</p>
            {remedy && <p className="why">{remedy}</p>}
          </Section>
        )}
        {start && (
          <Section title="What to do">
            <div className="rem">
              <div className="offered">
                <b>{start.title}</b>
                <span>{start.says}</span>
                <button
                  type="button"
                  className="btn btn-s btn-p"
                  disabled={helper.state === 'starting'}
                  onClick={() => ask('startHelper')}
                >
                  {helper.state === 'starting' && <Spinner />}
                  {start.label}
                </button>
              </div>
            </div>
          </Section>
        )}
        {start && (
          <Section title="Or on a terminal">
            <TerminalLine line={line} />
          </Section>
        )}
        <Section title="Why a helper">
          <p className="why">
            All networking is done by a small program that runs as root. It stays when this window is closed, and so
            does the way home.
          </p>
        </Section>
      </Scroll>
      <footer className="foot">
        <p>Roam6 {state.version}</p>
      </footer>
    </Frame>
  )
}
