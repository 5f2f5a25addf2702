/** Which home: a listbox behind a button. While connected, choosing another one asks once, then reconnects. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { ProfileSummary } from '../../helper/contract/profile.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import { Confirm } from './confirm.tsx'
import { Icon } from './icon.tsx'
import { moveFocus } from './menu.tsx'

export function Picker({ state, chosen }: { readonly state: AppState; readonly chosen: ProfileSummary }) {
  const [isOpen, setOpen] = useState(false)
  const [asked, setAsked] = useState<string>()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const options = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=option]') ?? [])]

  useEffect(() => {
    if (!isOpen) return
    list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
    const onPointer = (event: PointerEvent) => {
      const at = event.target as Node
      if (!list.current?.contains(at) && !button.current?.contains(at)) setOpen(false)
    }
    window.addEventListener('pointerdown', onPointer)
    return () => window.removeEventListener('pointerdown', onPointer)
  }, [isOpen])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const choose = (profile: string) => {
    close()
    if (profile === chosen.name) return
    if (state.snapshot?.intent === 'up') setAsked(profile)
    else void bridge.call('chooseProfile', { profile })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') return close()
    if (moveFocus(event, options())) event.preventDefault()
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
        onClick={() => setOpen(!isOpen)}
      >
        <b>{chosen.name}</b>
        <span>{stackName(chosen.layers)}</span>
        <Icon name="down" />
      </button>
      {isOpen && (
        <div id={id} ref={list} className="menu" role="listbox" aria-label="Profiles" tabIndex={-1} onKeyDown={onKey}>
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
