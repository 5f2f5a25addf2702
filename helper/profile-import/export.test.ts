import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyProfile, layersOf } from '../../test/fakes/any-profile.ts'
import { exportProfile } from '../core/profile/export-profile.ts'
import { assemble } from './assemble.ts'

test('importing what was exported gives the profile', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(anyProfile, (profile) => {
      seen.add(layersOf(profile).join(' '))
      const bytes = new Uint8Array(Buffer.from(exportProfile(profile)))
      const taken = assemble({ files: [{ name: 'home.toml', bytes }], answers: new Map() })
      expect(taken).toMatchObject({ ok: true, format: 'toml', questions: [], leftOut: [] })
      if (taken.ok) expect(JSON.parse(JSON.stringify(taken.profile))).toEqual(JSON.parse(JSON.stringify(profile)))
    }),
    { numRuns: 200 },
  )
  // Or the property would hold for nothing.
  expect([...seen].sort()).toEqual(['esp', 'esp gre', 'ike', 'ip6ip6 esp', 'openvpn', 'tinc'])
})
