/**
 * Installed profiles: TOML files below the state folder, 0600 in a 0700 folder, written whole. A file that is not
 * understood is left as it is, is told of, and never keeps the others from being used.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile, UnreadableProfile } from '../contract/profile.ts'
import { faultText } from '../core/profile/faults.ts'
import { nameIn, parseProfile } from '../core/profile/parse-profile.ts'
import { crypto } from '../crypto.ts'
import { removeFile, replaceFile } from '../files/durable-file.ts'

export interface StoredProfile {
  readonly profile: Profile
  /** The text as it was imported, with its comments. */
  readonly toml: string
}

export interface ProfileStore {
  list(): readonly StoredProfile[]
  unreadable(): readonly UnreadableProfile[]
  get(name: string): StoredProfile | undefined
  /** The file that stands in the place of the profile of that name and cannot be read, with the reason. */
  unreadableAt(name: string): UnreadableProfile | undefined
  /** Installs or replaces the profile of that name. */
  put(stored: StoredProfile): void
  remove(name: string): boolean
}

/** Profiles' names are free text. A file is named by a digest of the profile's name, so that no name is ever used as a path. */
const fileName = (name: string) => `${crypto().createHash('sha256').update(name).digest('hex').slice(0, 32)}.toml`

const isStored = (read: StoredProfile | UnreadableProfile): read is StoredProfile => 'profile' in read

export function openProfileStore(folder: string): ProfileStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  /** The state of each file when it was read, and what was read: profiles are listed far more often than they change. */
  const known = new Map<string, { readonly was: string; readonly read: StoredProfile | UnreadableProfile }>()
  const read = (base: string): StoredProfile | UnreadableProfile => {
    const found = statSync(join(folder, base), { throwIfNoEntry: false })
    const was = `${found?.ino} ${found?.size} ${found?.mtimeMs} ${found?.ctimeMs}`
    const before = known.get(base)
    if (before?.was === was) return before.read
    const fresh = readAnew(base)
    known.set(base, { was, read: fresh })
    return fresh
  }
  const readAnew = (base: string): StoredProfile | UnreadableProfile => {
    const file = join(folder, base)
    let toml: string
    try {
      toml = readFileSync(file, 'utf8')
    } catch (error) {
      return { file, name: null, why: error instanceof Error ? error.message : String(error) }
    }
    const parsed = parseProfile(toml)
    if (!parsed.ok) {
      const why = parsed.faults.map(faultText).join('; ')
      return { file, name: nameIn(toml), why }
    }
    const { profile } = parsed
    // Otherwise two files could hold profiles of one name, and one of them would never be used, nor removed.
    if (base !== fileName(profile.name))
      return { file, name: profile.name, why: 'it was put here by hand, and not imported' }
    return { profile, toml }
  }
  const all = () =>
    readdirSync(folder)
      .filter((base) => base.endsWith('.toml'))
      .sort()
      .map(read)
  const at = (name: string) => (existsSync(join(folder, fileName(name))) ? read(fileName(name)) : undefined)
  return {
    list: () =>
      all()
        .filter(isStored)
        .sort((a, b) => a.profile.name.localeCompare(b.profile.name)),
    unreadable: () => all().flatMap((one) => (isStored(one) ? [] : one)),
    get(name) {
      const found = at(name)
      return found && isStored(found) ? found : undefined
    },
    unreadableAt(name) {
      const found = at(name)
      return found && !isStored(found) ? found : undefined
    },
    put: ({ profile, toml }) => replaceFile(join(folder, fileName(profile.name)), toml),
    remove(name) {
      const there = at(name) !== undefined
      if (there) removeFile(join(folder, fileName(name)))
      known.delete(fileName(name))
      return there
    },
  }
}
