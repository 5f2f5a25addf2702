/** tinc.conf(5)'s files: variables with their lines, keys beside them, and what a profile does not have of them. */

import type { Origin } from '../../contract/import.ts'
import { pemBlocks } from '../../core/certificate/pem.ts'
import { type DraftBuilder, entryIn } from '../draft.ts'
import type { SourceFile } from '../importer.ts'

export interface Variable {
  /** In lower case: tinc compares without case. */
  readonly name: string
  readonly value: string
  readonly text: string
  readonly from: Origin
}

/** Beyond these nothing is read; a host has some 64 subnets. */
const mostVariables = 1000

/** `Name = value`, `Name value` and `Name=value` alike; PEM blocks between them are keys. */
export function readVariables({ name: file, text }: SourceFile): readonly Variable[] {
  const variables: Variable[] = []
  let inKey = false
  for (const [index, whole] of (text ?? '').split('\n').entries()) {
    const line = whole.slice(0, 4096).trim()
    if (line.startsWith('-----BEGIN ')) inKey = true
    if (variables.length === mostVariables) break
    if (!inKey && line !== '' && !line.startsWith('#')) {
      const [, name = '', value = ''] = /^([^\s=]+)[\s=]*(.*)$/.exec(line) ?? []
      variables.push({ name: name.toLowerCase(), value, text: line, from: { file, line: index + 1 } })
    }
    if (line.startsWith('-----END ')) inKey = false
  }
  return variables
}

export const publicKeyIn = (text: string | null): string | undefined =>
  pemBlocks(text ?? '').find(({ label }) => label === 'RSA PUBLIC KEY' || label === 'PUBLIC KEY')?.text

export const privateKeyIn = (text: string | null): string | undefined =>
  pemBlocks(text ?? '').find(({ label }) => label === 'RSA PRIVATE KEY' || label === 'PRIVATE KEY')?.text

export const ed25519KeyIn = (text: string | null): string | undefined =>
  pemBlocks(text ?? '').find(({ label }) => label === 'ED25519 PRIVATE KEY')?.text

const reasons = {
  runs: 'would run a program; nothing that a file says is run',
  opens: 'names a file or a device; Roam6 hands tinc nothing but what is in the profile',
  timing: 'is when to try again and what counts as dead; tinc’s own choice is kept',
  process: 'is how tincd runs; Roam6 starts and watches it itself',
  packets: 'is how packets are sent; tinc’s own choice is kept',
  algorithms: 'chooses algorithms; each node says its own, and tinc’s own choice is kept',
  graph: 'is who connects to whom beside ConnectTo; tinc’s own choice is kept',
  proxy: 'goes through a proxy, which Roam6 does not',
} as const

const groups: Readonly<Record<keyof typeof reasons, string>> = {
  runs: 'scriptsinterpreter scriptsextension',
  opens: `device devicestandby graphdumpfile publickeyfile ed25519publickeyfile ecdsapublickeyfile privatekey
    invitationsdirectory vdegroup vdeport bindtointerface decrementttl`,
  timing:
    'pinginterval pingtimeout maxtimeout keyexpire macexpire udpdiscoverykeepaliveinterval udpdiscoveryinterval udpdiscoverytimeout invitationexpire mtuinfointerval udpinfointerval',
  process:
    'processpriority hostnames loglevel sandbox iffonequeue fwmark interfacepersist upnp upnpdiscoverwait upnprefreshperiod listenaddress',
  packets: `udprcvbuf udpsndbuf replaywindow maxoutputbuffersize maxconnectionburst priorityinheritance clampmss pmtu pmtudiscovery
    tcponly indirectdata weight compression broadcast forwarding localdiscoveryaddress udpdiscovery`,
  algorithms: 'cipher digest maclength experimentalprotocol',
  graph: 'autoconnect directonly strictsubnets tunnelserver',
  proxy: 'proxy',
}

const byName: ReadonlyMap<string, string> = new Map(
  (Object.keys(reasons) as (keyof typeof reasons)[]).flatMap((reason) =>
    groups[reason].split(/\s+/).map((name) => [name, reasons[reason]] as const),
  ),
)

const whyLeftOut = (name: string): string => byName.get(name) ?? 'is nothing that Roam6 knows'

/** By a table of readers: what is in none is left out with its reason. */
export function tell(
  readers: Readonly<Record<string, (variable: Variable) => string | null>>,
  variable: Variable,
  draft: DraftBuilder,
): void {
  const reader = entryIn(readers, variable.name)
  const why = reader ? reader(variable) : whyLeftOut(variable.name)
  if (why === null) draft.understand(variable.text, variable.from)
  else draft.leaveOut(variable.text, variable.from, why)
}
