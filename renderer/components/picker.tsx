/** Which home: a listbox behind a button. While connected, choosing another one asks once, then reconnects. */
import { useState } from 'react'
import type { ProfileSummary } from '../../helper/contract/profile.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import { usePopup } from '../use-popup.ts'
import { Confirm } from './confirm.tsx'
import { Icon } from './icon.tsx'

export function Picker({ state, chosen }: { readonly state: AppState; readonly chosen: ProfileSummary }) {
  const { isOpen, id, button, list, toggle, close, onKeyDown } = usePopup()
  const [asked, setAsked] = useState<string>()
  const choose = (profile: string) => {
    close()
    if (profile === chosen.name) return
    if (state.snapshot?.intent === 'up') setAsked(profile)
    else void bridge.call('chooseProfile', { profile })
  }

  return (
    <span className="popup">
      <button
        ref={button}
        type="button"
        className="picker"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={`Profile: ${chosen.name}`}
        onClick={toggle}
      >
        <b>{chosen.name}</b>
        <span>{stackName(chosen.layers)}</span>
        <Icon name="down" />
      </button>
      {isOpen && (
        <div
          id={id}
          ref={list}
          className="menu"
          role="listbox"
          aria-label="Profiles"
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          {state.profiles.map(({ name, layers }) => (
            <button
              key={name}
              type="button"
              role="option"
              aria-selected={name === chosen.name}
              tabIndex={-1}
              onClick={() => choose(name)}
            >
              {name}
              <span className="k">{stackName(layers)}</span>
            </button>
          ))}
        </div>
      )}
      {asked !== undefined && (
        <Confirm
          question={`Connect to ${asked} instead?`}
          consequence={`${chosen.name} is disconnected first.`}
          yes="Reconnect"
          answer={(yes) => {
            setAsked(undefined)
            if (yes) void bridge.call('chooseProfile', { profile: asked })
          }}
        />
      )}
    </span>
  )
}
