/** This page has the settings. Each option says what follows from it. */
import { useId } from 'react'
import type { Settings as Values } from '../../main/contract/bridge.ts'
import { zoomLevels } from '../../main/contract/limits.ts'
import { bridge } from '../bridge.ts'
import { Frame } from '../components/frame.tsx'
import { Icon } from '../components/icon.tsx'
import { Scroll } from '../components/scroll.tsx'
import type { PageProps } from './page.ts'

type Change = Parameters<typeof bridge.call<'changeSettings'>>[1]
const change = (settings: Change) => void bridge.call('changeSettings', settings)

const themes: readonly (readonly [Values['theme'], string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]
const inks: readonly (readonly [value: Values['trayInk'], label: string, says: string])[] = [
  ['auto', 'Automatic', 'The panel’s own colour where it is known, else outlined'],
  ['dark', 'Dark ink', 'For a light panel'],
  ['light', 'Light ink', 'For a dark panel'],
  ['outlined', 'Outlined', 'Light ink with a dark edge, for any panel'],
]
const notices: readonly (readonly [Values['notifications'], string])[] = [
  ['all', 'Everything'],
  ['problems', 'Problems'],
  ['none', 'Nothing'],
]

export function Settings({ state, open }: PageProps) {
  const { settings, helper, version } = state
  return (
    <Frame title="Settings" tray={state.tray} back={() => open('overview')}>
      <Scroll label="Options">
        <h1 className="sr">Settings</h1>
        <section className="set">
          <h2>Start</h2>
          <div className="opt">
            <div>
              Open at login
              <small>Hidden, in the tray. A profile that starts at login is connected then.</small>
            </div>
            <button
              type="button"
              className="sw"
              role="switch"
              aria-label="Open at login"
              aria-checked={state.opensAtLogin}
              onClick={() => void bridge.call('setOpensAtLogin', { wanted: !state.opensAtLogin })}
            />
          </div>
        </section>
        <Segments
          title="Notifications"
          values={notices}
          value={settings.notifications}
          choose={(notifications) => change({ notifications })}
        />
        <Choices title="Tray icon" values={inks} value={settings.trayInk} choose={(trayInk) => change({ trayInk })} />
        <Segments title="Theme" values={themes} value={settings.theme} choose={(theme) => change({ theme })} />
        <Zoom level={settings.zoom} />
      </Scroll>
      <footer className="foot">
        <button type="button" className="btn btn-q" onClick={() => open('about')}>
          About
        </button>
        <p className="versions">
          Roam6 {version}, helper {helper.state === 'running' ? `${helper.version} running` : 'not running'}
        </p>
      </footer>
    </Frame>
  )
}

interface SegmentsProps<Value extends string> {
  readonly title: string
  readonly values: readonly (readonly [Value, string])[]
  readonly value: Value
  readonly choose: (value: Value) => void
}

/** Real radios: arrows move among them. */
function Segments<Value extends string>({ title, values, value, choose }: SegmentsProps<Value>) {
  const id = useId()
  return (
    <section className="set">
      <h2 id={id}>{title}</h2>
      <div className="seg" role="radiogroup" aria-labelledby={id}>
        {values.map(([name, label]) => (
          <label key={name}>
            <input type="radio" name={id} checked={name === value} onChange={() => choose(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </section>
  )
}

interface ChoicesProps<Value extends string> extends Omit<SegmentsProps<Value>, 'values'> {
  readonly values: readonly (readonly [value: Value, label: string, says: string])[]
}

/** Radios below each other: each says what follows from it. */
function Choices<Value extends string>({ title, values, value, choose }: ChoicesProps<Value>) {
  const id = useId()
  return (
    <section className="set">
      <h2 id={id}>{title}</h2>
      <div role="radiogroup" aria-labelledby={id}>
        {values.map(([name, label, says]) => (
          <label key={name} className="choice">
            <input
              type="radio"
              name={id}
              checked={name === value}
              aria-label={label}
              aria-describedby={`${id}${name}`}
              onChange={() => choose(name)}
            />
            <span>{label}</span>
            <small id={`${id}${name}`}>{says}</small>
          </label>
        ))}
      </div>
    </section>
  )
}

/** Chromium's own: each level is a fifth more. */
const percent = (level: number) => Math.round(1.2 ** level * 100)

function Zoom({ level }: { readonly level: number }) {
  const to = (zoom: number) => change({ zoom: Math.max(zoomLevels.least, Math.min(zoomLevels.most, zoom)) })
  return (
    <section className="set" aria-label="Size">
      <h2>Size</h2>
      <div className="opt">
        <div>
          Text and controls
          <small>Ctrl with plus and minus changes it, and it is kept</small>
        </div>
        <div className="zoom">
          <button type="button" className="ib" aria-label="Smaller" onClick={() => to(level - 0.5)}>
            <Icon name="minus" />
          </button>
          <output className="num">{percent(level)} %</output>
          <button type="button" className="ib" aria-label="Larger" onClick={() => to(level + 0.5)}>
            <Icon name="plus" />
          </button>
        </div>
      </div>
    </section>
  )
}
