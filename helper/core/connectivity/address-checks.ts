/** The tunnel's addresses: free on this network, and on this laptop. */
import { finding } from '../outcome.ts'
import { conflictWith } from '../underlay.ts'
import { asFailure, type CheckPlan, fail, isUp, notUp, pass, problemIn, unknown, warn } from './check.ts'

/** Checks whether this network uses the tunnel's own addresses, as a cafe's may: better known before connecting. */
export const conflict: CheckPlan = {
  id: 'address-conflict',
  layer: 'address',
  title: 'Nobody here uses the addresses',
  needs: ['link-address'],
  judge({ profile, snapshot, underlay }) {
    if (!underlay) return unknown('No network')
    const asked = profile.layer.flatMap((layer) => (layer.kind === 'ike' ? layer['request-addresses'] : []))
    const given = snapshot.addresses.map(({ address }) => address)
    for (const address of new Set([...asked, ...given])) {
      const owner = conflictWith(underlay, address)
      if (owner !== null) return fail(finding('address-conflict', { address, owner }))
    }
    return pass(`This network’s ${underlay.addresses.join(', ')} is none of them`)
  },
}

export const addresses: CheckPlan = {
  id: 'addresses',
  layer: 'address',
  title: 'The addresses are on this laptop',
  needs: [],
  judge(facts) {
    const problem = problemIn(facts, 'address')
    if (problem) return asFailure(problem)
    if (!isUp(facts)) return notUp(facts)
    const { snapshot, observed } = facts
    const has = (address: string) => observed.addresses.some((seen) => seen.address === address)
    const missing = snapshot.addresses.find(({ address }) => !has(address))
    if (missing) return fail(finding('address-missing', { address: missing.address }))
    const other = snapshot.addresses.find(({ state }) => state === 'other')
    const found = finding('other-virtual-address', { expected: other?.expected ?? '', actual: other?.address ?? '' })
    if (other) return warn(`${other.address} instead of ${other.expected}`, { finding: found })
    return pass(snapshot.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', '))
  },
}
