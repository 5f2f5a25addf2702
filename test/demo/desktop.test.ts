import { expect, test } from 'vitest'
import { waysToLook } from './desktop.ts'

test('a display that nobody sees is told, with ways to look at it', () => {
  const asRoot = waysToLook(':7', true).join('\n')
  expect(asRoot).toContain(':7, which nobody sees; run the demo without root')
  expect(asRoot).toContain('  DISPLAY=:7 import -window root now.png')
  expect(waysToLook(':7', false).join('\n')).not.toContain('root, in')
})
