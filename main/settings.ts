/** This module keeps the app's settings in a JSON file of the user's. A damaged or foreign file never prevents a start. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { Settings } from './contract/bridge.ts'

export interface SettingsFile {
  readonly value: Settings
  /** Writes at once, as a whole: temporary file, sync, rename. */
  change(change: Partial<Settings>): void
}

export function openSettings(path: string): SettingsFile {
  let value = read(path)
  return {
    get value() {
      return value
    },
    change(change) {
      value = { ...value, ...change }
      write(path, value)
    },
  }
}

/** Each field that does not fit takes its default (`catch` in the schema); so does a file that is no JSON. */
function read(path: string): Settings {
  try {
    return v.parse(Settings, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return v.parse(Settings, {})
  }
}

function write(path: string, value: Settings): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const temporary = `${path}.new`
    const file = openSync(temporary, 'w', 0o600)
    try {
      writeSync(file, `${JSON.stringify(value, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch {
    // A full or read-only disk: the setting holds until the app ends.
  }
}
