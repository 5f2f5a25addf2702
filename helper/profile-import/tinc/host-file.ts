/** A node's host file: where it is met, what lies behind it, its public keys. */
import type * as v from 'valibot'
import type { Origin } from '../../contract/import.ts'
import type { TincHost } from '../../contract/layer/tinc.ts'
import { PortNumber } from '../../contract/text.ts'
import { network, parseAddress, parsePrefix } from '../../core/ip.ts'
import { notHome } from '../../core/profile/not-home.ts'
import { type DraftBuilder, fitting, hostOf } from '../draft.ts'
import type { SourceFile } from '../importer.ts'
import { publicKeyIn, readVariables, tell, type Variable } from './variables.ts'

type Host = v.InferInput<typeof TincHost>
type Change<Value> = { -readonly [Key in keyof Value]: Value[Key] }

/** tinc spells IPv6 in eight groups, may add "#weight", and takes a single address without a length. */
function subnetOf(value: string): string | null {
  const [text = ''] = value.split('#')
  const bare = text.trim()
  const prefix = parsePrefix(bare) ? bare : parseAddress(bare) ? `${bare}/${bare.includes(':') ? 128 : 32}` : null
  return prefix === null ? null : network(prefix)
}

export const portOf = (text: string | undefined) =>
  text !== undefined && /^\d{1,5}$/.test(text) ? fitting(PortNumber, Number(text)) : undefined

/** One host's file: what it says of it, and where. */
export interface HostFile {
  readonly host: Change<Host>
  readonly subnets: string[]
  readonly subnetFrom: Map<string, Origin>
}

export function readHost(file: SourceFile, name: string, draft: DraftBuilder): HostFile {
  const host: Change<Host> = { name }
  const subnets: string[] = []
  const subnetFrom = new Map<string, Origin>()
  const readers: Readonly<Record<string, (variable: Variable) => string | null>> = {
    address: ({ value }) => {
      const [text = '', port, more] = value.split(/[ \t]+/)
      if (more !== undefined) return 'has more than a host and a port'
      const address = hostOf(text)
      if (address === undefined) return 'is no host name or address'
      if (host.address !== undefined) return 'is another address of the same node; a profile has the first'
      host.address = address
      const number = portOf(port)
      if (number !== undefined) host.port = number
      return port !== undefined && number === undefined ? 'has no port number behind the host' : null
    },
    port: ({ value }) => {
      const port = portOf(value)
      if (port === undefined) return 'is no port number'
      host.port ??= port
      return null
    },
    subnet: ({ value, from }) => {
      const subnet = subnetOf(value)
      if (subnet === null) return 'is no IPv4 or IPv6 prefix'
      const misfit = notHome(subnet)
      if (misfit !== null) return misfit
      if (subnets.length >= 64) return 'is one too many'
      subnets.push(subnet)
      subnetFrom.set(subnet, from)
      return null
    },
    ed25519publickey: ({ value }) => {
      if (!/^[A-Za-z0-9+/=]{43,44}$/.test(value)) return 'is no key of tinc 1.1'
      host['ed25519-public-key'] = value
      return null
    },
  }
  for (const variable of readVariables(file)) tell(readers, variable, draft)
  const key = publicKeyIn(file.text)
  if (key !== undefined) {
    host['public-key'] = key
    draft.understand(`RSA public key of ${name}`, { file: file.name, line: null })
  }
  return { host, subnets, subnetFrom }
}
