/** This part is the overview's menu: it leads to every page, and to the ways out. */
import { endsGuard, guardOf } from '../../main/contract/words/guard.ts'
import { ask, bridge } from '../bridge.ts'
import type { PageProps } from '../pages/page.ts'
import { Menu } from './menu.tsx'

export function MainMenu({ state, open }: Pick<PageProps, 'state' | 'open'>) {
  const running = state.helper.state === 'running'
  const up = state.snapshot?.intent === 'up'
  const quit = (disconnect: boolean) => void bridge.call('quit', { disconnect })
  const sections = [
    guardOf(state)?.ends ? [{ label: endsGuard, choose: () => ask('disconnect') }] : [],
    running
      ? [
          { label: 'Test connection', choose: () => open('test') },
          { label: 'Profiles', choose: () => open('profiles') },
          { label: 'History', choose: () => open('log') },
        ]
      : [],
    [
      { label: 'Settings', choose: () => open('settings') },
      { label: 'Keys', choose: () => open('keys') },
      { label: 'About', choose: () => open('about') },
    ],
    up
      ? [
          { label: 'Quit, stay connected', choose: () => quit(false) },
          { label: 'Disconnect and quit', choose: () => quit(true) },
        ]
      : [{ label: 'Quit', choose: () => quit(false) }],
  ]
  return <Menu sections={sections.filter((entries) => entries.length > 0)} />
}
