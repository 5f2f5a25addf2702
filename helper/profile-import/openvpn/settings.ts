/** What an OpenVPN configuration says, typed, as far as a profile has it. */
import { InterfaceName } from '../../contract/text.ts'
import { fitting } from '../draft.ts'
import type { HomeCandidate } from '../home.ts'
import type { Directive } from './config-text.ts'

export type Protocol = 'udp' | 'tcp'
export type Direction = 0 | 1

export interface Remote {
  readonly host: string
  readonly port?: number
  readonly protocol?: Protocol
}

export interface Settings {
  remotes: Remote[]
  port?: number
  protocol?: Protocol
  float: boolean
  /** dev, as written; and dev-type. */
  device?: Directive
  deviceType?: Directive
  deviceName?: string
  cipher?: { readonly name: string; readonly directive: Directive }
  dataCiphers?: string[]
  digest?: string
  minimumVersion?: '1.0' | '1.2' | '1.3'
  /** What proves who is who: the directive that names a file or has it inline. */
  readonly material: Map<string, Directive>
  keyDirection?: Direction
  userPassword?: Directive
  username?: string
  password?: string
  serverName?: string
  /** The gateway's name is checked in a way that a profile does not have. */
  asksServerName?: Directive
  /** client, pull: the gateway may hand out addresses. */
  pulls: boolean
  /** It is the gateway's end. */
  serves?: Directive
  readonly scripts: Directive[]
  readonly address: { readonly address: string }[]
  readonly route: { readonly to: string; readonly via?: string; readonly directive: Directive }[]
  readonly home: HomeCandidate[]
  routeGateway?: string
}

export const emptySettings = (): Settings => ({
  remotes: [],
  float: false,
  pulls: false,
  material: new Map(),
  scripts: [],
  address: [],
  route: [],
  home: [],
})

/** "tap0", "mytap" with dev-type tap: a name of its own; "tap" is any. */
export function deviceNameOf({ device }: Settings): string | undefined {
  const name = device?.args[0]
  return name === undefined || name === 'tap' ? undefined : fitting(InterfaceName, name)
}
