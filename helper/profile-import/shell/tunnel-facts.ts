/** The facts of a tunnel's own scripts, told in a draft, in the form that a profile has them. */
import * as v from 'valibot'
import type { Origin } from '../../contract/import.ts'
import { InterfaceName } from '../../contract/text.ts'
import { contains } from '../../core/ip.ts'
import type { DraftBuilder } from '../draft.ts'
import { type HomeCandidate, linkOf } from '../home.ts'
import type { SourceFile } from '../importer.ts'
import { isInterfacesFile, readInterfacesFacts } from './interfaces.ts'
import { type FoundFact, readShellFacts, type ShellFacts } from './shell-facts.ts'
import type { Variables } from './words.ts'

export type PlacedFact = FoundFact & { readonly from: Origin }

/** Whether it looks like something that gives out addresses: a script, or interfaces(5). */
export const mayHoldFacts = ({ text }: SourceFile): boolean =>
  text !== null &&
  (text.startsWith('#!') || isInterfacesFile(text) || /^[ \t]*(?:sudo[ \t]+)?(?:ip|ifconfig|route)[ \t]/m.test(text))

export const factsIn = (file: SourceFile, known?: Variables): ShellFacts =>
  isInterfacesFile(file.text ?? '') ? readInterfacesFacts(file) : readShellFacts(file, known)

/** Everything that is no fact is left out here, by its line. */
export function placedFacts(file: SourceFile, draft: DraftBuilder, known?: Variables): readonly PlacedFact[] {
  const read = factsIn(file, known)
  for (const { text, line, why } of read.leftOut) draft.leaveOut(text, { file: file.name, line }, why)
  return read.facts.map((fact) => ({ ...fact, from: { file: file.name, line: fact.line } }))
}

export interface Addressing {
  readonly address: readonly { readonly address: string }[]
  readonly route: readonly { readonly to: string; readonly via?: string }[]
  readonly home: readonly HomeCandidate[]
  /** As the person wants the device called; null where no script says so. */
  readonly device: string | null
}

/** As the contract has them. */
const most = { address: 16, route: 64 } as const

/**
 * @param device the tunnel's, as the scripts know it before they rename it
 * @param ethernet whether a next hop means anything on it
 * @param own addresses on it that another file gives
 */
export function addressingOf(
  facts: readonly PlacedFact[],
  device: string,
  ethernet: boolean,
  draft: DraftBuilder,
  own: readonly { readonly address: string }[] = [],
): Addressing {
  const links = [...own, ...facts.filter((fact) => fact.kind === 'address')].map(({ address }) => linkOf(address))
  const isOnLink = (hop: string) => links.some((link) => link !== null && contains(link, hop))
  const names = new Set([device])
  const address = new Set<string>()
  const route = new Map<string, { to: string; via?: string }>()
  const home: HomeCandidate[] = []
  let renamed: string | null = null
  for (const fact of facts) {
    const { from } = fact
    if (fact.kind !== 'tunnel' && fact.device !== null && !names.has(fact.device)) {
      draft.leaveOut(fact.text, from, `is about ${fact.device}, which is not the tunnel’s device`)
    } else if (fact.kind === 'address' && address.size >= most.address) {
      draft.leaveOut(fact.text, from, `there are more than ${most.address} addresses`)
    } else if (fact.kind === 'address') {
      draft.understand(`address ${fact.address}`, from, 'fact')
      address.add(fact.address)
      const link = linkOf(fact.address)
      if (link !== null) home.push({ prefix: link, because: 'the network on the tunnel’s device', from, as: 'fact' })
    } else if (fact.kind === 'route' && fact.device === null && (fact.via === null || !isOnLink(fact.via))) {
      draft.leaveOut(fact.text, from, 'leads to no network on the tunnel’s device')
    } else if (fact.kind === 'route' && fact.to === '0.0.0.0/0') {
      draft.leaveOut(fact.text, from, 'takes all of IPv4 home, which Roam6 does not')
    } else if (fact.kind === 'route' && route.size >= most.route) {
      draft.leaveOut(fact.text, from, `there are more than ${most.route} routes`)
    } else if (fact.kind === 'route') {
      const via = ethernet ? fact.via : null
      draft.understand(`route to ${fact.to}${via === null ? '' : ` via ${via}`}`, from, 'fact')
      route.set(`${fact.to} ${via}`, via === null ? { to: fact.to } : { to: fact.to, via })
      home.push({ prefix: fact.to, because: 'it is routed through the tunnel', from, as: 'fact' })
    } else if (fact.kind === 'mtu') {
      draft.understand(`MTU ${fact.mtu}, to compare with what Roam6 calculates and measures`, from, 'fact')
    } else if (fact.kind === 'name' && !v.is(InterfaceName, fact.name)) {
      draft.leaveOut(fact.text, from, 'is no name of a device')
    } else if (fact.kind === 'name') {
      draft.understand(`the device is called ${fact.name}`, from, 'fact')
      names.add(fact.name)
      renamed = fact.name
    } else {
      draft.leaveOut(fact.text, from, 'is another tunnel')
    }
  }
  return { address: [...address].map((one) => ({ address: one })), route: [...route.values()], home, device: renamed }
}
