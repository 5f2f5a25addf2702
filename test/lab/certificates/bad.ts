/** The ways in which a gateway's certificate can be wrong, as people meet them. */
import { home } from '../networks/places.ts'
import type { GatewayPlan } from '../world.ts'

type MakeCertificate = NonNullable<GatewayPlan['certificate']>

const name = home.gateway.name
const good = { commonName: name, alternativeNames: [`DNS:${name}`] }

/** Where the laptop asks for the revocation list: a host of the provider's. */
export const revocationServer = { host: 'isp', address: '1.2.3.1', uri: 'http://1.2.3.1/revoked.crl' } as const

export const badCertificates = {
  expired: (authority) => authority.issue({ ...good, validFrom: -30, validUntil: -1 }),
  notYetValid: (authority) => authority.issue({ ...good, validFrom: 2, validUntil: 30 }),
  otherName: (authority) =>
    authority.issue({ commonName: 'other.my.domain', alternativeNames: ['DNS:other.my.domain'] }),
  unknownAuthority: async (_authority, registry) => (await registry.authority('Somebody CA')).issue(good),
  /** Issued by an authority below the one that the laptop trusts, and sent without that one's certificate. */
  withoutIntermediate: async (authority) => (await authority.intermediate('my.domain Intermediate CA')).issue(good),
  async revoked(authority) {
    const issued = await authority.issue({ ...good, revocationList: revocationServer.uri })
    await authority.revoke(issued)
    return issued
  },
} as const satisfies Record<string, MakeCertificate>
