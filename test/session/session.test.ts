import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { verbs } from '../../main/cli/verbs.ts'
import { buildCli } from '../fakes/cli.ts'
import { calls } from './calls.ts'
import { recordSession, sessionFile } from './record.ts'

beforeAll(buildCli, 60_000)

test('every verb is in the session at the terminal', () => {
  expect(Object.keys(calls)).toEqual(expect.arrayContaining(verbs.map(({ name }) => name)))
})

test('the session at the terminal is what is printed (node test/session/write.ts records it anew)', async () => {
  expect(await recordSession()).toBe(readFileSync(sessionFile, 'utf8'))
}, 60_000)
