import { describe, expect, test } from 'vitest'
import { seed001Toml } from '../../../test/fakes/seed001.ts'
import { profileVersion } from '../../contract/profile.ts'
import { parseProfile } from './parse-profile.ts'
import { type Document, migrated, migrations } from './version.ts'

/** Of an imagined past: once the gateway was called server, then it had a port. */
const past = [
  ({ server, ...rest }: Document) => ({ ...rest, gateway: server }),
  ({ gateway, ...rest }: Document) => ({ ...rest, gateway: { name: gateway, port: 500 } }),
]

test('each version before the present one has a migration', () => expect(migrations).toHaveLength(profileVersion - 1))

describe('a profile of another version', () => {
  test.each<[string, Document]>([
    ['1, unsaid', { server: 'home' }],
    ['1', { version: 1, server: 'home' }],
    ['2', { version: 2, gateway: 'home' }],
    ['3, which is now’s', { version: 3, gateway: { name: 'home', port: 500 } }],
  ])('%s, becomes one of now', (_, written) => {
    expect(migrated(written, past)).toEqual({ ok: true, document: { gateway: { name: 'home', port: 500 } } })
  })

  test.each([4, 0, 1.5, -1, '1', null, Number.NaN])('%s is refused at its place', (version) => {
    expect(migrated({ version, gateway: 'home' }, past)).toMatchObject({ ok: false, fault: { place: 'version' } })
  })

  test('written out, is read as what it says; a later one is refused whole', () => {
    expect(parseProfile(`version = 1\n${seed001Toml}`)).toEqual(parseProfile(seed001Toml))
    expect(parseProfile(`version = 2\n${seed001Toml}`)).toMatchObject({
      ok: false,
      faults: [{ place: 'version', what: expect.stringContaining('later Roam6') }],
    })
  })
})
