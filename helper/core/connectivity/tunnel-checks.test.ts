import { expect, test } from 'vitest'
import { byOpenVpn, byTinc } from '../../../test/fakes/carrier-profiles.ts'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import * as world from '../../../test/fakes/world.ts'
import type { LayerState, Snapshot } from '../../contract/snapshot.ts'
import type { Questions } from './questions.ts'
import { layerChecks } from './tunnel-checks.ts'

/** Nothing is asked: this check judges what the snapshot says. */
const nobody = {} as Questions

const layer = (kind: 'openvpn' | 'tinc', state: LayerState['state']): LayerState => {
  const common = { state, interface: 'roam6t', local: null, remote: null, bytesIn: 1, bytesOut: 1 }
  return kind === 'openvpn'
    ? { kind, ...common, cipher: 'AES-256-GCM', protocol: 'udp', tls: true }
    : { kind, ...common, peers: [] }
}

test.each([
  ['openvpn', byOpenVpn().profile],
  ['tinc', byTinc().profile],
] as const)('the connection of %s passes while it stands, and fails where it does not', async (kind, profile) => {
  const judged = (state: LayerState['state']) => {
    const snapshot: Snapshot = { ...world.connected(new Date()), layers: [layer(kind, state)] }
    const facts = { profile, snapshot, observed: nothingObserved, underlay: null, gateway: '5.6.7.8' }
    return layerChecks(facts)
      .find(({ id }) => id === kind)
      ?.judge(facts, nobody)
  }
  expect(await judged('up')).toMatchObject({ result: 'pass' })
  expect(await judged('down')).toMatchObject({ result: 'fail', finding: { code: 'carrier-gone' } })
})
