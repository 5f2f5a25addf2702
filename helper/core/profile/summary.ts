import type { Profile, ProfileSummary } from '../../contract/profile.ts'
import type { PathMtu } from '../../contract/snapshot.ts'
import { familyOf } from '../ip.ts'
import { computePathMtu, type Encapsulation } from '../mtu/overhead.ts'

/** The ordinary case that a list may promise: Ethernet or Wi-Fi, behind NAT, AES-GCM. Measured later, for real. */
const ordinaryLink = 1500

const ordinary = (profile: Profile): Encapsulation[] =>
  profile.layer.map((layer) =>
    layer.kind === 'ike'
      ? { kind: 'esp', outer: 4, udp: true, encryption: 'AES_GCM_16', integrity: null }
      : {
          kind: 'gre',
          outer: familyOf(layer.remote),
          key: layer.key !== undefined,
          checksum: layer.checksum,
          sequence: layer.sequence,
        },
  )

/** What a profile promises on a link, before anything was negotiated. */
export const expectedPathMtu = (profile: Profile, linkMtu: number): PathMtu => ({
  ...computePathMtu(linkMtu, ordinary(profile)),
  measured: null,
  applied: null,
  reason: 'Expected behind NAT with AES-GCM; calculated from what is negotiated, and measured, when connected.',
})

export const summarise = (profile: Profile): ProfileSummary => ({
  name: profile.name,
  gateway: profile.gateway,
  layers: profile.layer.map(({ kind }) => kind),
  prefixes: profile.home.prefixes,
  addresses: profile.address.map(({ address }) => address),
  start: profile.start.when,
  expectedMtu: computePathMtu(ordinaryLink, ordinary(profile)).computed,
})
