/** tinc.conf: this laptop's own end, and whom it connects to. */
import * as v from 'valibot'
import type { Origin } from '../../contract/import.ts'
import { TincName } from '../../contract/layer/tinc.ts'
import { InterfaceName } from '../../contract/text.ts'
import { type DraftBuilder, entryIn, fitting } from '../draft.ts'
import type { SourceFile } from '../importer.ts'
import { portOf } from './host-file.ts'
import { readVariables, tell, type Variable } from './variables.ts'

export interface Own {
  name?: { readonly value: string; readonly from: Origin }
  badName?: Variable
  connectTo: { readonly name: string; readonly from: Origin }[]
  addressFamily?: 'any' | 'ipv4' | 'ipv6' | undefined
  device?: string
  port?: number
  localDiscovery?: boolean
  privateKeyFile?: string
  ed25519KeyFile?: string
  ethernet?: Variable
}

const isYes = (value: string) => value.toLowerCase() === 'yes'

const families: Readonly<Record<string, 'any' | 'ipv4' | 'ipv6'>> = { any: 'any', ipv4: 'ipv4', ipv6: 'ipv6' }

export function readOwn(file: SourceFile, draft: DraftBuilder): Own {
  const own: Own = { connectTo: [] }
  const readers: Readonly<Record<string, (variable: Variable) => string | null>> = {
    name: (variable) => {
      if (!v.is(TincName, variable.value)) {
        own.badName = variable
        return 'is no name of a node: letters, digits and “_” only'
      }
      own.name = { value: variable.value, from: variable.from }
      return null
    },
    connectto: ({ value, from }) => {
      if (!v.is(TincName, value)) return 'is no name of a node: letters, digits and “_” only'
      if (own.connectTo.length >= 16) return 'is one too many'
      if (!own.connectTo.some(({ name }) => name === value)) own.connectTo.push({ name: value, from })
      return null
    },
    addressfamily: ({ value }) => {
      own.addressFamily = entryIn(families, value.toLowerCase())
      return own.addressFamily === undefined ? 'is no family; any is taken' : null
    },
    interface: ({ value }) => {
      const name = fitting(InterfaceName, value)
      if (name === undefined) return 'is no name of a device'
      own.device = name
      return null
    },
    port: ({ value }) => {
      const port = portOf(value)
      if (port === undefined) return 'is no port number'
      own.port = port
      return null
    },
    bindtoaddress: ({ value }) => {
      const [address, text] = value.split(/[ \t]+/)
      const port = portOf(text)
      if (port !== undefined) own.port = port
      if (address === '*') return port === undefined && text !== undefined ? 'is no port number' : null
      return port === undefined
        ? 'would bind to one address of a laptop that roams'
        : 'of it, the port is kept: a laptop that roams has no address of its own'
    },
    localdiscovery: ({ value }) => {
      own.localDiscovery = isYes(value)
      return null
    },
    mode: (variable) => {
      if (variable.value.toLowerCase() === 'router') return null
      own.ethernet = variable
      return null
    },
    devicetype: (variable) => {
      if (variable.value.toLowerCase() === 'tun') return null
      if (variable.value.toLowerCase() === 'tap') own.ethernet = variable
      return 'is no tun device, which alone is used here'
    },
    privatekeyfile: ({ value }) => {
      own.privateKeyFile = value
      return null
    },
    ed25519privatekeyfile: ({ value }) => {
      own.ed25519KeyFile = value
      return null
    },
  }
  for (const variable of readVariables(file)) tell(readers, variable, draft)
  return own
}
