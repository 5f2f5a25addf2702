/** Says in words what an address is for. */
import type { AddressState, Snapshot } from '../../../helper/contract/snapshot.ts'

export type Scope = AddressState['scope']

/** Routes that stand for "all of the IPv6 internet". */
const everywhere = new Set(['::/0', '2000::/3'])

export interface Surroundings {
  /** Whether public IPv6 as a whole goes through the tunnel. */
  readonly internet: boolean
  /** Whether an overlay is carried by the virtual address. */
  readonly overlay: boolean
}

export const surroundingsOf = (snapshot: Snapshot): Surroundings => ({
  internet: snapshot.routes.some(({ to, state }) => everywhere.has(to) && state === 'present'),
  overlay: snapshot.layers.some(({ kind }) => kind === 'gre'),
})

/** "ULA, reaches the home network" */
export function purposeOf(scope: Scope, { internet, overlay }: Surroundings): string {
  switch (scope) {
    case 'ula':
      return 'ULA, reaches the home network'
    case 'global':
      return internet ? 'Public, reaches the IPv6 internet' : 'Public, of the home network'
    case 'ipv4':
      return overlay ? 'Virtual IPv4, carries the GRE overlay' : 'Virtual IPv4, given by the gateway'
  }
}

/** "ULA fd12::2": how an address is called where it is copied. */
export const scopeNames: Readonly<Record<Scope, string>> = {
  ula: 'ULA',
  global: 'public address',
  ipv4: 'virtual IPv4',
}

/** Of an address in a profile's summary, where no kernel has said anything yet. */
export function scopeOf(address: string): Scope {
  if (!address.includes(':')) return 'ipv4'
  return /^f[cd]/i.test(address) ? 'ula' : 'global' // RFC 4193: fc00::/7
}

export const withLength = ({ address, prefixLength }: AddressState) => `${address}/${prefixLength}`

/** "all as the profile expects" or "1 of 3 differs"; undefined where nothing is expected. */
export function agreement(addresses: readonly AddressState[]): string | undefined {
  if (addresses.every(({ expected, state }) => expected === null && state === 'present')) return undefined
  const differing = addresses.filter(({ state }) => state !== 'present').length
  if (differing === 0) return 'all as the profile expects'
  return `${differing} of ${addresses.length} ${differing === 1 ? 'differs' : 'differ'}`
}
