import { expect, test } from 'vitest'
import { defaultSocket } from './default-socket.ts'
import { installedHelper } from './installed.ts'
import { replaceLine, startLine } from './start-line.ts'

const checkout = { program: '/opt/roam6/dist/roam6-helper', uid: 1002, socket: defaultSocket, hasUnit: false }
const installed = { ...checkout, program: installedHelper, hasUnit: true }

test('the line works as it stands', () => {
  expect(startLine(checkout)).toBe('sudo /opt/roam6/dist/roam6-helper start --allow-uid 1002')
  expect(startLine({ ...checkout, program: "/home/my o'hara/roam6-helper", uid: 1000, socket: '/run/x.sock' })).toBe(
    "sudo '/home/my o'\\''hara/roam6-helper' start --allow-uid 1000 --socket /run/x.sock",
  )
})

test('an installed helper is started as the unit that it is; one that runs already is replaced', () => {
  expect(startLine(installed)).toBe('sudo systemctl start roam6-helper')
  expect(startLine({ ...installed, socket: '/run/x.sock' })).toContain(' start --allow-uid 1002 --socket /run/x.sock')
  expect(replaceLine(installed)).toBe('sudo /usr/lib/roam6/roam6-helper start --allow-uid 1002')
})
