import { expect, test } from 'vitest'
import { lacksOfUserMode } from '../lab/machine/user-mode.ts'

test('a device that the lab’s guest cannot open is named, with what to do', () => {
  expect(lacksOfUserMode('/nowhere/tun')).toBe('a guest needs /nowhere/tun, which is not there: modprobe tun')
  expect(lacksOfUserMode('/dev')).toMatch(
    /^a guest needs \/dev, which you may not open \(EISDIR\): chmod 666 \/dev as root/,
  )
  expect(lacksOfUserMode('/dev/null')).toBeUndefined()
})
