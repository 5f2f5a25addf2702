import { expect, test } from 'vitest'
import type { LogLine } from '../../../helper/contract/requests.ts'
import { logRows } from './log-text.ts'

const line = (text: string, source = 'charon'): LogLine => ({
  at: '2026-01-01T12:00:00.123Z',
  source,
  level: 'info',
  text,
})
const texts = (lines: readonly LogLine[], full = false) => logRows(lines, full).map(({ text }) => text)

test('charon’s banner is one line', () => {
  const banner = [
    line('00[DMN] Starting IKE daemon charon-systemd (strongSwan 5.9.8, Linux 6.1, x86_64)'),
    line('00[LIB] loaded plugins: aes sha2 gcm'),
    line('00[JOB] spawning 16 worker threads'),
  ]
  const [first = '', , third = ''] = banner.map(({ text }) => text)
  expect(texts([line('one', 'helper'), ...banner, line('two')])).toEqual(['one', `${first} (+ 2 more: --full)`, 'two'])
  expect(texts(banner, true)).toHaveLength(3)
  expect(texts(banner, true)[2]).toBe(third)
})

test('a line of a thousand characters is one of a hundred, and says so', () => {
  const long = 'x'.repeat(1000)
  expect(texts([line(long)])).toEqual([`${'x'.repeat(120)}… (880 characters more: --full)`])
  expect(texts([line(long)], true)).toEqual([long])
})

test('times are local, with their offset', () => {
  expect(logRows([line('x')], false)[0]?.time).toMatch(
    /^2026-01-0[12] \d\d:00:00 [+-]\d\d:\d\d$|^2026-01-01 \d\d:\d\d:00 /,
  )
})
