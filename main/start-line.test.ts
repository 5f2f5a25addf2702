import { expect, test } from 'vitest'
import { defaultSocket } from './default-socket.ts'
import { startLine } from './start-line.ts'

test('the line works as it stands', () => {
  expect(startLine('/opt/roam6/dist/roam6-helper', 1002, defaultSocket)).toBe(
    'sudo /opt/roam6/dist/roam6-helper start --allow-uid 1002',
  )
  expect(startLine("/home/my o'hara/roam6-helper", 1000, '/run/x.sock')).toBe(
    "sudo '/home/my o'\\''hara/roam6-helper' start --allow-uid 1000 --socket /run/x.sock",
  )
})
