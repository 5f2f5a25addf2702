/** Says what the tray shows, as data: pure. `tray.ts` paints it. */
import type { AppState, Page } from './contract/bridge.ts'
import { actionOf, chosenProfile } from './contract/words/action.ts'
import { scopeNames } from './contract/words/addresses.ts'
import { clock } from './contract/words/amounts.ts'
import { endsGuard, guardOf } from './contract/words/guard.ts'
import { type Face, faceOf, titleOf } from './contract/words/state.ts'

export type TrayCommand =
  | { readonly kind: 'connect' | 'disconnect' | 'startHelper' | 'test' | 'import' }
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

/** As the icons are called: a state, or the helper that only the person can bring. */
export type TrayShape = Face | 'needs-you'

export interface TrayView {
  readonly shape: TrayShape
  /** The state in one line, which nothing but an event changes. */
  readonly said: string
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
      ...(guardOf(state)?.ends ? [command(endsGuard, { kind: 'disconnect' })] : []),
    ],
    profileChoice(state),
    copies(state),
    [
      ...(state.helper.state === 'running'
        ? [
            command('Test connection…', { kind: 'test' }),
            command('History…', { kind: 'open', page: 'log' }),
            command('Profiles…', { kind: 'open', page: 'profiles' }),
            command('Import…', { kind: 'import' }),
          ]
        : []),
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
    shape: shapeOf(state),
    said,
    items: sections.filter((items) => items.length > 0).flatMap((items, at) => (at === 0 ? items : [line, ...items])),
  }
}

const waits: readonly AppState['helper']['state'][] = ['absent', 'unusable', 'foreign']

function shapeOf({ helper, snapshot }: AppState): TrayShape {
  if (snapshot) return faceOf(snapshot)
  return waits.includes(helper.state) ? 'needs-you' : 'off'
}

/** A time of day instead of a duration: it stays true without repainting. */
function sayState({ helper, snapshot }: AppState, now: Date): string {
  if (helper.state === 'starting') return 'The helper is being started'
  if (helper.state === 'unusable') return helper.words.message
  if (helper.state === 'foreign') return 'The helper serves another user'
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
  if (!chosen || state.profiles.length < 2) return []
  return [
    {
      kind: 'choice',
      label: 'Connect with another profile',
      options: state.profiles.map(({ name }) => ({
        label: name,
        chosen: name === chosen.name,
        command: { kind: 'choose', profile: name },
      })),
    },
  ]
}
