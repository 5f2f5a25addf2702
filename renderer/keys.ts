/** This table has the keys that hold in the whole window: what they are called, and what they do. */
import type { Page } from '../main/contract/bridge.ts'
import { ask, bridge } from './bridge.ts'

export interface Key {
  /** As it stands on the keyboard, one part a cap. */
  readonly caps: readonly string[]
  readonly says: string
  /** Absent for what the main process or a part of the page does itself. */
  readonly press?: KeyPress
}

interface KeyPress {
  readonly matches: (event: KeyboardEvent) => boolean
  /** @param beginImport opens the page that asks for files */
  readonly act: (open: (page: Page) => void, beginImport: () => void) => void
}

const control = (key: string) => (event: KeyboardEvent) =>
  event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === key
const plain = (key: string) => (event: KeyboardEvent) =>
  !event.ctrlKey && !event.altKey && !event.shiftKey && event.key === key

/** As the page's own button does: a page with steps of its own goes back one step. */
const back = () => document.querySelector<HTMLElement>('.bar .back')?.click()

export const keys: readonly Key[] = [
  {
    caps: ['Ctrl', 'R'],
    says: 'Test the connection',
    press: {
      matches: control('r'),
      act: (open) => {
        open('test')
        ask('runTest')
      },
    },
  },
  { caps: ['Ctrl', 'H'], says: 'History', press: { matches: control('h'), act: (open) => open('log') } },
  { caps: ['Ctrl', 'P'], says: 'Profiles', press: { matches: control('p'), act: (open) => open('profiles') } },
  {
    caps: ['Ctrl', 'O'],
    says: 'Import files',
    press: { matches: control('o'), act: (_, beginImport) => beginImport() },
  },
  { caps: ['Ctrl', ','], says: 'Settings', press: { matches: control(','), act: (open) => open('settings') } },
  { caps: ['F1'], says: 'This list of keys', press: { matches: plain('F1'), act: (open) => open('keys') } },
  { caps: ['Esc'], says: 'Back; first it closes what is open', press: { matches: plain('Escape'), act: back } },
  {
    caps: ['Alt', '←'],
    says: 'Back',
    press: { matches: (event) => event.altKey && event.key === 'ArrowLeft', act: back },
  },
  { caps: ['Ctrl', '+'], says: 'Larger text and controls' },
  { caps: ['Ctrl', '-'], says: 'Smaller text and controls' },
  { caps: ['Ctrl', '0'], says: 'Text and controls at 100 %' },
  {
    caps: ['Ctrl', 'W'],
    says: 'Close the window; Roam6 stays in the tray',
    press: { matches: control('w'), act: () => void bridge.call('closeWindow', {}) },
  },
  {
    caps: ['Ctrl', 'Q'],
    says: 'Quit; home stays as it is',
    press: { matches: control('q'), act: () => void bridge.call('quit', { disconnect: false }) },
  },
  { caps: ['Ctrl', 'F'], says: 'Find in the history' },
  { caps: ['F2'], says: 'Rename the profile that is shown' },
  { caps: ['↑', '↓'], says: 'Move in a list, a menu and the layers of a test' },
  { caps: ['→', '←'], says: 'Into an open layer of a test, and back' },
]
