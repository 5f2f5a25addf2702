/** The installed profiles, each as sentences. */
import { type KeyboardEvent, useState } from 'react'
import type { ProfileSummary } from '../../helper/contract/profile.ts'
import { chosenProfile } from '../../main/contract/words/action.ts'
import { purposeOf, scopeOf } from '../../main/contract/words/addresses.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { Frame } from '../components/frame.tsx'
import { Icon } from '../components/icon.tsx'
import { moveFocus } from '../use-popup.ts'
import { NoProfile } from './no-profile.tsx'
import type { PageProps } from './page.ts'

const starts: Readonly<Record<ProfileSummary['start'], string>> = {
  login: 'At login',
  demand: 'On demand',
  manual: 'By hand',
}

export function Profiles({ state, open }: PageProps) {
  const chosen = chosenProfile(state)
  const [selected, select] = useState(chosen?.name)
  const shown = state.profiles.find(({ name }) => name === selected) ?? chosen
  const connected = state.snapshot?.state === 'connected' ? state.snapshot.profile : undefined
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=option]')]
    if (moveFocus(event, options)) event.preventDefault()
  }
  return (
    <Frame title="Profiles" tray={state.tray} back={() => open('overview')}>
      <div className="split">
        <aside className="side">
          <div className="plist" role="listbox" aria-label="Profiles" onKeyDown={onKey}>
            {state.profiles.map(({ name, layers }) => (
              <button
                key={name}
                type="button"
                role="option"
                aria-selected={name === shown?.name}
                tabIndex={name === shown?.name ? 0 : -1}
                onFocus={() => select(name)}
                onClick={() => select(name)}
              >
                <Icon name="dot" className={name === connected ? 'full' : ''} />
                <span className="pl">
                  <b>{name}</b>
                  <span>
                    {stackName(layers)}
                    {name === connected && ', connected'}
                  </span>
                </span>
              </button>
            ))}
          </div>
        </aside>
        <div className="detail">{shown ? <Detail profile={shown} /> : <NoProfile />}</div>
      </div>
    </Frame>
  )
}

function Detail({ profile }: { readonly profile: ProfileSummary }) {
  const { name, gateway, layers, prefixes, addresses, start, expectedMtu } = profile
  const surroundings = { internet: false, overlay: layers.length > 1 }
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>{name}</h1>
          <p>Connecting needs no password.</p>
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>Way</dt>
          <dd>
            {stackName(layers)} to {gateway}
          </dd>
        </div>
        <div>
          <dt>Home</dt>
          <dd className="pair">
            {prefixes.map((prefix) => [
              <span key={prefix} className="mono">
                {prefix}
              </span>,
              <span key={`${prefix} is`}>never leaves in clear</span>,
            ])}
          </dd>
        </div>
        <div>
          <dt>Addresses</dt>
          <dd className="pair">
            {addresses.map((address) => [
              <span key={address} className="mono">
                {address}
              </span>,
              <span key={`${address} is`}>{purposeOf(scopeOf(address), surroundings)}</span>,
            ])}
          </dd>
        </div>
        {expectedMtu !== null && (
          <div>
            <dt>Path MTU</dt>
            <dd>{expectedMtu} on a 1500 link</dd>
          </div>
        )}
        <div>
          <dt>Start</dt>
          <dd>{starts[start]}</dd>
        </div>
      </dl>
    </>
  )
}
