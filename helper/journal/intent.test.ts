import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type IntentStore, openIntent } from './intent.ts'

let folder: string
let intent: IntentStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-intent-'))
  intent = openIntent(join(folder, 'intent.json'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The new file cannot be written, as on a full disk. */
const fill = () => mkdirSync(join(folder, 'intent.json.new', 'taken'), { recursive: true })

describe('The intent on a disk that takes nothing', () => {
  test('going home is refused, and the file says what it said', () => {
    intent.write({ want: 'down', profile: 'seed' })
    fill()
    expect(() => intent.write({ want: 'up', profile: 'seed' })).toThrow()
    expect(intent.read()).toEqual({ want: 'down', profile: 'seed' })
  })

  test('leaving is possible', () => {
    intent.write({ want: 'up', profile: 'seed' })
    fill()
    intent.write({ want: 'down', profile: 'seed' })
    expect(existsSync(join(folder, 'intent.json'))).toBe(false)
    expect(intent.read().want).toBe('down')
  })
})
