/** This part chooses which home. While connected, choosing another one asks once, then reconnects. */
import { useState } from 'react'
import type { ProfileSummary } from '../../helper/contract/profile.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import { Confirm } from './confirm.tsx'
import { ListPicker } from './list-picker.tsx'

export function Picker({ state, chosen }: { readonly state: AppState; readonly chosen: ProfileSummary }) {
  const [asked, setAsked] = useState<string>()
  const choose = (profile: string) => {
    if (profile === chosen.name) return
    if (state.snapshot?.intent === 'up') setAsked(profile)
    else void bridge.call('chooseProfile', { profile })
  }
  const choices = state.profiles.map(({ name, layers }) => ({
    key: name,
    isChosen: name === chosen.name,
    content: (
      <>
        {name}
        <span className="k">{stackName(layers)}</span>
      </>
    ),
    choose: () => choose(name),
  }))

  return (
    <span className="popup">
      <ListPicker
        title={chosen.name}
        says={stackName(chosen.layers)}
        label={`Profile: ${chosen.name}`}
        choices={choices}
      />
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
