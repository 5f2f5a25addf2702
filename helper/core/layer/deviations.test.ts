import { expect, test } from 'vitest'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import { plannedWays } from '../../../test/fakes/ways.ts'
import type { LinkChange } from '../change/change.ts'
import type { ObservedAddress } from '../change/observed.ts'
import { deviations } from './deviations.ts'

/** What is said of a way's links on a network where the laptop has these addresses. */
function saidOf(way: string, addresses: readonly string[]) {
  const changes = plannedWays('/run').find(({ name }) => name === way)?.tunnel ?? []
  const links = changes.filter((change): change is LinkChange => change.kind === 'link')
  const seen = addresses.map(
    (address): ObservedAddress => ({
      interface: 'wlan0',
      family: 6,
      address,
      prefixLength: 64,
      scope: 'global',
    }),
  )
  const plan = {
    gateway: '',
    changes,
    links,
    routes: [],
    addresses: [],
    innermost: '',
    outerEnds: [],
    findings: [],
    behind: null,
  }
  const sum = { underlay: 1500, layers: [], computed: 1400 }
  return deviations({ ...plan, sum }, changes, { ...nothingObserved, addresses: seen }).map(({ code }) => code)
}

test.each(['gre-transport', 'ip6ip6'])('%s has its own end on the underlay: it is missed there', (way) => {
  expect(saidOf(way, ['2001:db8:cafe::2'])).toEqual([])
  expect(saidOf(way, ['2001:db8:cafe::77'])).toEqual(['not-at-fixed-address'])
})

test('an overlay on a carrier’s link has not', () => expect(saidOf('gre', [])).toEqual([]))
