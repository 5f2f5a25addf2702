/** What the tray shows, as data: pure. `tray.ts` paints it. */
import type { AppState, Page } from './contract/bridge.ts'
import { actionOf, canGiveUp, chosenProfile } from './contract/words/action.ts'
import { scopeNames } from './contract/words/addresses.ts'
import { clock } from './contract/words/amounts.ts'
import { type Face, faceOf, titleOf } from './contract/words/state.ts'

export type TrayCommand =
  | { readonly kind: 'connect' | 'disconnect' | 'startHelper' | 'test' }
  | { readonly kind: 'choose'; readonly profile: string }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'open'; readonly page?: Page }
  | { readonly kind: 'quit'; readonly disconnect: boolean }

export type TrayItem =
  | { readonly kind: 'line' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'command'; readonly label: string; readonly command: TrayCommand }
  | {
      readonly kind: 'choice'
      readonly label: string
      readonly options: readonly { readonly label: string; readonly chosen: boolean; readonly command: TrayCommand }[]
    }

export interface TrayView {
  readonly face: Face
  readonly tooltip: string
  readonly items: readonly TrayItem[]
}

const line: TrayItem = { kind: 'line' }
const command = (label: string, what: TrayCommand): TrayItem => ({ kind: 'command', label, command: what })

export function trayView(state: AppState, now: Date): TrayView {
  const said = sayState(state, now)
  const action = actionOf(state)
  const sections: readonly (readonly TrayItem[])[] = [
    [
      { kind: 'text', label: said },
      ...(action ? [command(action.label, { kind: action.verb })] : []),
      ...(canGiveUp(state) ? [command('Stop trying', { kind: 'disconnect' })] : []),
    ],
    copies(state),
    [
      ...profileChoice(state),
      ...(state.helper.state === 'running' ? [command('Test connection…', { kind: 'test' })] : []),
    ],
    [
      command('Open Roam6', { kind: 'open' }),
      command('Settings…', { kind: 'open', page: 'settings' }),
      ...(state.snapshot?.intent === 'up'
        ? [
            command('Quit, stay connected', { kind: 'quit', disconnect: false }),
            command('Disconnect and quit', { kind: 'quit', disconnect: true }),
          ]
        : [command('Quit', { kind: 'quit', disconnect: false })]),
    ],
  ]
  return {
    face: state.snapshot ? faceOf(state.snapshot) : 'off',
    tooltip: `Roam6: ${said}`,
    items: sections.filter((items) => items.length > 0).flatMap((items, at) => (at === 0 ? items : [line, ...items])),
  }
}

/** A time of day instead of a duration: it stays true without repainting. */
function sayState({ helper, snapshot }: AppState, now: Date): string {
  if (helper.state === 'starting') return 'The helper is being started'
  if (helper.state === 'unusable') return helper.words.message
  if (!snapshot) return helper.state === 'searching' ? 'Looking for the helper' : 'The helper is not running'
  const title = titleOf(snapshot)
  return snapshot.state === 'connected' ? `${title}, since ${clock(snapshot.since, now)}` : title
}

function copies({ snapshot }: AppState): TrayItem[] {
  if (snapshot?.state !== 'connected') return []
  return snapshot.addresses
    .filter(({ scope, state }) => scope !== 'ipv4' && state !== 'missing')
    .map(({ scope, address }) => command(`Copy ${scopeNames[scope]} ${address}`, { kind: 'copy', text: address }))
}

function profileChoice(state: AppState): TrayItem[] {
  const chosen = chosenProfile(state)
  if (!chosen) return []
  return [
    {
      kind: 'choice',
      label: `Profile: ${chosen.name}`,
      options: state.profiles.map(({ name }) => ({
        label: name,
        chosen: name === chosen.name,
        command: { kind: 'choose', profile: name },
      })),
    },
  ]
}
