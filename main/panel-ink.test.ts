import { expect, test } from 'vitest'
import { panelInk } from './panel-ink.ts'

const kde = { XDG_CURRENT_DESKTOP: 'KDE', HOME: '/home/x' }
const colours = (background: string) =>
  `[Colors:View]\nBackgroundNormal=1,2,3\n[Colors:Window]\nBackgroundNormal=${background}\n[General]\n`

test.each([
  ['GNOME', { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' }, {}, 'light'],
  ['Cinnamon, whose panel has any colour', { XDG_CURRENT_DESKTOP: 'X-Cinnamon' }, {}, 'outlined'],
  ['no desktop', {}, {}, 'outlined'],
  ['Plasma with light colours', kde, { kdeglobals: colours('239,240,241') }, 'dark'],
  ['Plasma with dark colours', kde, { kdeglobals: colours('42,46,50') }, 'light'],
  [
    'Breeze Twilight: light applications, a dark panel',
    kde,
    { plasmarc: '[Theme]\nname=breeze-dark\n', kdeglobals: colours('239,240,241') },
    'light',
  ],
  ['Plasma with a style of somebody’s own', kde, { plasmarc: '[Theme]\nname=sweet\n' }, 'outlined'],
  ['Plasma that was never changed', kde, {}, 'outlined'],
])('%s', (_name, env, files, ink) => {
  const read = (path: string) => (files as Record<string, string>)[path.replace('/home/x/.config/', '')]
  expect(panelInk(env, read)).toBe(ink)
})
