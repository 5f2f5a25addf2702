/**
 * Scripts beside an IKE configuration: what they say of a tunnel inside it is read, and nothing of them is run. Those that
 * the configuration names, and those that people start by hand or from interfaces(5).
 */
import { familyOf } from '../core/ip.ts'
import type { DraftBuilder } from './draft.ts'
import { fileNamed } from './given-file.ts'
import { type IkeFacts, ownFamilyOf } from './ike-facts.ts'
import type { SourceFile } from './importer.ts'
import { factsIn, mayHoldFacts, placedFacts } from './shell/tunnel-facts.ts'
import type { Variables } from './shell/words.ts'

/** What only a run would tell, in words that are no address, no device and no number. */
export const virtualAddress = 'the virtual address'
const unknown = { own: 'the address on the network one is on', device: 'the network’s device', number: '…' } as const

const only = (all: readonly string[]): string | undefined => (all.length === 1 ? all[0] : undefined)

/** What strongSwan hands to the script when the tunnel goes up (its documentation: plugins, updown). */
function variablesOf(facts: IkeFacts, connection: string | undefined): Variables {
  const asked = [...facts.requestAddresses, ...(facts.requestsOwnFamily ? ownFamilyOf(facts.gateway) : [])]
  const isAsked = (family: 4 | 6) => (asked.some((one) => familyOf(one) === family) ? virtualAddress : undefined)
  const far = facts.remoteNetworks.length > 0 ? facts.remoteNetworks : [facts.gateway ?? '']
  const six = far.every((one) => familyOf(one) === 6)
  // "host" is who has no address inside but its own.
  const who = asked.length > 0 || facts.localNetworks.length > 0 ? 'client' : 'host'
  const variables: Readonly<Record<string, string | undefined>> = {
    PLUTO_VERB: `up-${who}${six ? '-v6' : ''}`,
    PLUTO_CONNECTION: connection,
    PLUTO_INTERFACE: unknown.device,
    PLUTO_UNIQUEID: unknown.number,
    PLUTO_REQID: unknown.number,
    PLUTO_ME: unknown.own,
    PLUTO_MY_CLIENT: only(facts.localNetworks),
    PLUTO_MY_SOURCEIP: asked.length > 0 ? virtualAddress : undefined,
    PLUTO_MY_SOURCEIP4_1: isAsked(4),
    PLUTO_MY_SOURCEIP6_1: isAsked(6),
    PLUTO_PEER: facts.gateway,
    PLUTO_PEER_CLIENT: only(facts.remoteNetworks),
  }
  return new Map(Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** The script that the configuration names, with the arguments that it is given there. */
function namedScript({ updown }: IkeFacts, files: readonly SourceFile[], draft: DraftBuilder) {
  if (!updown) return undefined
  const [reference = '', ...args] = updown.value.trim().split(/\s+/)
  const file = fileNamed(
    files.filter(({ text }) => text !== null),
    reference,
  )
  if (file) draft.understand(`${updown.what}: read for addresses, routes and tunnels, and not run`, updown.from)
  else draft.leaveOut(updown.what, updown.from, 'nothing in a configuration is run; its script is not among the files')
  return file && { file, args: new Map(args.map((arg, n) => [`${n + 1}`, arg])) }
}

/** What is neither configuration nor credential. `facts`: null while it is asked which connection it is. */
export function readBeside(
  files: readonly SourceFile[],
  facts: IkeFacts | null,
  connection: string | undefined,
  draft: DraftBuilder,
): void {
  const known = facts ? variablesOf(facts, connection) : new Map()
  const named = facts ? namedScript(facts, files, draft) : undefined
  const beside = facts ? files.filter((file) => file !== named?.file && mayHoldFacts(file)) : []
  // Scripts are of this connection where one makes a tunnel; those around it may give that its addresses.
  const makesTunnel = beside.some((file) => factsIn(file, known).facts.some(({ kind }) => kind === 'tunnel'))
  if (facts)
    facts.scripts = [
      ...(named ? placedFacts(named.file, draft, new Map([...known, ...named.args])) : []),
      ...(makesTunnel ? beside.flatMap((file) => placedFacts(file, draft, known)) : []),
    ]
  for (const file of files) {
    if (file === named?.file || (makesTunnel && beside.includes(file))) continue
    const why =
      facts || !mayHoldFacts(file) ? 'is no part of this configuration' : 'which connection it is, is asked first'
    draft.leaveOut(file.name, { file: file.name, line: null }, why)
  }
}
