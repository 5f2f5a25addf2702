/** What a network's folder of tinc does not say, asked for by name. */
import * as v from 'valibot'
import type { Origin } from '../../contract/import.ts'
import { TincName } from '../../contract/layer/tinc.ts'
import { type DraftBuilder, hostOf, severalOf } from '../draft.ts'
import type { HostFile } from './host-file.ts'
import type { Own } from './own-file.ts'
import { publicKeyIn } from './variables.ts'

export const askName = (own: Own, draft: DraftBuilder) =>
  draft.ask(
    {
      id: 'tinc-name',
      kind: 'text',
      what: 'This laptop’s name among the nodes of tinc',
      why: own.badName ? `“${own.badName.value.slice(0, 64)}” is none.` : 'tinc.conf does not say it.',
      from: own.badName?.from ?? null,
    },
    (answer) => (v.is(TincName, answer) ? null : 'must be letters, digits and “_” only'),
  )

export function gatewayOf(hosts: readonly HostFile[], own: Own, draft: DraftBuilder): string | undefined {
  const [first] = own.connectTo
  const known = hosts.find(({ host }) => host.name === first?.name)
  if (known?.host.address !== undefined) return known.host.address
  return draft.ask(
    {
      id: 'gateway',
      kind: 'text',
      what: `Where ${first?.name ?? 'the gateway'} is met on the internet, name or address`,
      why: known ? 'Its host file has no Address.' : 'Its host file is not among the files.',
      from: first?.from ?? null,
    },
    (answer) => (hostOf(answer) === undefined ? 'must be a host name or an address' : null),
  )
}

/** Whoever is connected to must prove who it is. */
export function withKey({ host }: HostFile, from: Origin, draft: DraftBuilder): void {
  if (host['public-key'] !== undefined || host['ed25519-public-key'] !== undefined) return
  const answer = draft.ask(
    {
      id: `public-key:${host.name}`,
      kind: 'key',
      what: `The public key of ${host.name}, or its whole host file`,
      why: 'Its host file has none, or is not among the files.',
      from,
    },
    (text) => (publicKeyIn(text) === undefined ? 'holds no RSA public key' : null),
  )
  const key = publicKeyIn(answer ?? null)
  if (key !== undefined) host['public-key'] = key
}

/** Without a tinc-up nobody says what goes to a node that announces everything. */
export function internetAsked(hosts: readonly HostFile[], draft: DraftBuilder): readonly { readonly to: string }[] {
  const everything = hosts.find(({ subnets }) => subnets.includes('::/0'))
  if (!everything) return []
  const answer = draft.ask({
    id: 'internet',
    kind: 'choice',
    what: 'Whether the IPv6 internet is reached through home as well',
    why: `${everything.host.name} announces ::/0, and no tinc-up says what is routed to it.`,
    choices: ['yes', 'no'],
    from: everything.subnetFrom.get('::/0') ?? null,
  })
  return answer === 'yes' ? [{ to: '::/0' }] : []
}

/** Its own subnet where that is one address; else nobody but its owner knows. */
export function addressAsked(subnets: readonly string[], draft: DraftBuilder): readonly { readonly address: string }[] {
  const single = subnets.find((subnet) => /:.*\/128$/.test(subnet))
  if (single !== undefined) return [{ address: single }]
  const answer = draft.ask({
    id: 'address',
    kind: 'prefix',
    what: `This laptop’s address${subnets.length > 0 ? ` in ${subnets.join(' or ')}` : ''}, with its prefix length`,
    why: 'No tinc-up gives it one.',
    from: null,
  })
  return severalOf(answer ?? '').map((address) => ({ address }))
}
