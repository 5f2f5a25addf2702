import { expect, test } from 'vitest'
import { allowedUser } from './allowed-user.ts'

test.each([
  ['an explicit --allow-uid wins over SUDO_UID', undefined, '1000', { SUDO_UID: '4242' }, 1000],
  ['and over PKEXEC_UID, also for start', 'start', '1000', { PKEXEC_UID: '4242', SUDO_UID: '4242' }, 1000],
  ['start looks at the environment: pkexec before sudo', 'start', undefined, { PKEXEC_UID: '7', SUDO_UID: '8' }, 7],
  ['start by sudo', 'start', undefined, { SUDO_UID: '8' }, 8],
  ['without start nobody but root is served', undefined, undefined, { PKEXEC_UID: '7', SUDO_UID: '8' }, null],
  ['a word that is no number is none', undefined, 'root', {}, undefined],
  ['neither is one of the environment', 'start', undefined, { SUDO_UID: '-1' }, undefined],
] as const)('%s', (_, verb, option, environment, user) => {
  expect(allowedUser(verb, option, environment)).toBe(user)
})
