/** What laptop and gateway prove themselves by, made once per run. */
import { home } from '../networks/places.ts'
import { type Authority, type Issued, type KeyKind, Registry } from './authority.ts'

export const gatewayId = home.gateway.name
export const laptopId = 'client@my.domain'

export interface Credentials {
  readonly authority: Authority
  readonly laptop: Issued
  readonly gateway: Issued
}

/** As a profile has them: the laptop's own, and whom it trusts. */
export const inProfile = ({ laptop, authority }: Credentials) => ({
  laptop: { pem: laptop.certificate, key: laptop.key },
  ca: { pem: authority.certificate },
})

let registry: Registry | undefined
/** Good ones are made once; who wants bad ones gets those besides. */
const authorities = new Map<KeyKind, Promise<Credentials>>()

async function goodCredentials(registry: Registry, keys: KeyKind): Promise<Credentials> {
  const authority = await registry.authority('my.domain CA', keys)
  const [laptop, gateway] = [
    await authority.issue({ commonName: 'Client', alternativeNames: [`email:${laptopId}`] }),
    await authority.issue({ commonName: gatewayId, alternativeNames: [`DNS:${gatewayId}`] }),
  ]
  return { authority, laptop, gateway }
}

export async function credentialsFor({
  keys = 'rsa',
  certificate,
}: {
  readonly keys?: KeyKind
  /** The gateway's certificate where it is to be a bad one. */
  readonly certificate?: (authority: Authority, registry: Registry) => Promise<Issued>
}): Promise<Credentials> {
  registry ??= Registry.open()
  const known = authorities.get(keys) ?? goodCredentials(registry, keys)
  authorities.set(keys, known)
  const good = await known
  return certificate ? { ...good, gateway: await certificate(good.authority, registry) } : good
}
