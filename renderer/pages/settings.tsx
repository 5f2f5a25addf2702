/** Each option says what follows from it. */
import { useId } from 'react'
import type { Settings as Values } from '../../main/contract/bridge.ts'
import { bridge } from '../bridge.ts'
import { Frame } from '../components/frame.tsx'
import { Scroll } from '../components/scroll.tsx'
import type { PageProps } from './page.ts'

type Change = Parameters<typeof bridge.call<'changeSettings'>>[1]
const change = (settings: Change) => void bridge.call('changeSettings', settings)

const themes: readonly (readonly [Values['theme'], string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
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
              aria-checked={settings.openAtLogin}
              onClick={() => change({ openAtLogin: !settings.openAtLogin })}
            />
          </div>
        </section>
        <Segments
          title="Notifications"
          values={notices}
          value={settings.notifications}
          choose={(notifications) => change({ notifications })}
        />
        <Segments title="Theme" values={themes} value={settings.theme} choose={(theme) => change({ theme })} />
      </Scroll>
      <footer className="foot">
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
