/**
 * Installed profiles: TOML files below the state folder, 0600 in a 0700 folder, written whole. A file that is no
 * profile never keeps the others from being used.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile } from '../contract/profile.ts'
import { parseProfile } from '../core/profile/parse-profile.ts'
import { crypto } from '../crypto.ts'
import { removeFile, replaceFile } from '../files/durable-file.ts'
import type { Log } from './ports.ts'

export interface StoredProfile {
  readonly profile: Profile
  /** As it was imported: comments stay. */
  readonly toml: string
}

export interface ProfileStore {
  list(): readonly StoredProfile[]
  get(name: string): StoredProfile | undefined
  /** Installs or replaces the profile of that name. */
  put(stored: StoredProfile): void
  remove(name: string): boolean
}

/** Names are free text: the file is named by a digest of it, so that no name is ever a path. */
const fileName = (name: string) => `${crypto().createHash('sha256').update(name).digest('hex').slice(0, 32)}.toml`

export function openProfileStore(folder: string, log: Log): ProfileStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const read = (file: string): StoredProfile | undefined => {
    try {
      const toml = readFileSync(join(folder, file), 'utf8')
      const parsed = parseProfile(toml)
      if (parsed.ok) return { profile: parsed.profile, toml }
      log(
        'helper',
        'warn',
        `${file} is no profile: ${parsed.faults.map(({ place, what }) => `${place}: ${what}`).join('; ')}`,
      )
    } catch (error) {
      log('helper', 'warn', `${file} cannot be read: ${String(error)}`)
    }
    return undefined
  }
  const list = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.toml'))
      .flatMap((file) => read(file) ?? [])
      .sort((a, b) => a.profile.name.localeCompare(b.profile.name))
  return {
    list,
    get: (name) => list().find(({ profile }) => profile.name === name),
    put: ({ profile, toml }) => replaceFile(join(folder, fileName(profile.name)), toml),
    remove(name) {
      const known = list().some(({ profile }) => profile.name === name)
      if (known) removeFile(join(folder, fileName(name)))
      return known
    },
  }
}
