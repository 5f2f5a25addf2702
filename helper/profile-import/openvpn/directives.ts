/** OpenVPN's directives that a profile has, typed; each is an entry of one table. Later ones override earlier ones. */
import * as v from 'valibot'
import { HostText, PortNumber, Text } from '../../contract/text.ts'
import { maskLength, network, parseAddress, parsePrefix } from '../../core/ip.ts'
import { type DraftBuilder, entryIn, fitting, hostOf } from '../draft.ts'
import { linkOf } from '../home.ts'
import type { Directive } from './config-text.ts'
import { whyLeftOut } from './left-out.ts'
import type { Protocol, Settings } from './settings.ts'

/** What a directive means, or why it is left out after all. */
type Handler = (settings: Settings, directive: Directive) => string | null

const Algorithm = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/))
const algorithm = (text: string | undefined) => fitting(Algorithm, text)

const portOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,5}$/.test(text) ? fitting(PortNumber, Number(text)) : undefined

/** "udp6", "tcp4-client": which of the two addresses is used is found out at connect. */
const protocolOf = (text: string | undefined): Protocol | undefined => {
  const found = /^(udp|tcp)[46]?(-client)?$/.exec(text ?? '')
  return found?.[1] as Protocol | undefined
}

const isHost = (text: string) => hostOf(text) !== undefined && v.is(HostText, text)

const material: Handler = (settings, directive) => {
  if (directive.inline === null && directive.args[0] === undefined) return 'names no file'
  settings.material.set(directive.name, directive)
  const direction = directive.args[1]
  if (direction === undefined || (directive.name !== 'secret' && directive.name !== 'tls-auth')) return null
  return setDirection(settings, direction)
}

function setDirection(settings: Settings, text: string | undefined): string | null {
  if (text !== '0' && text !== '1') return 'a direction is 0 or 1'
  settings.keyDirection = text === '0' ? 0 : 1
  return null
}

const script: Handler = (settings, directive) => {
  settings.scripts.push(directive)
  return 'is never run; where it is among the files, addresses and routes are read out of it'
}

const serving: Handler = (settings, directive) => {
  settings.serves = directive
  return null
}

const ciphers: Handler = (settings, { args }) => {
  const names = (args[0] ?? '').split(':').map((name) => algorithm(name.replace(/^\?/, '')))
  const known = names.filter((name): name is string => name !== undefined)
  if (known.length !== names.length || known.length > 16) return 'is no list of ciphers'
  settings.dataCiphers = known
  return null
}

const cipher: Handler = (settings, directive) => {
  const name = algorithm(directive.args[0])
  if (name === undefined) return 'is no cipher'
  settings.cipher = { name, directive }
  return null
}

const pulls: Handler = (settings) => {
  settings.pulls = true
  return null
}

const accepted: Handler = () => null

function addAddress(settings: Settings, directive: Directive, text: string): string | null {
  const prefix = parsePrefix(text)
  if (!prefix) return `“${text}” is no address with a prefix length`
  const address = `${prefix.address}/${prefix.length}`
  settings.address.push({ address })
  const link = linkOf(address)
  if (link !== null)
    settings.home.push({
      prefix: link,
      because: 'the network on the tunnel’s device',
      from: directive.from,
      as: 'directive',
    })
  return null
}

function addRoute(settings: Settings, directive: Directive, text: string, gateway: string | undefined): string | null {
  if (!parsePrefix(text)) return `“${text}” is no prefix`
  // These words stand for the route-gateway, or the far end's own idea of one (openvpn(8), "--route").
  const named = gateway === undefined || ['vpn_gateway', 'default'].includes(gateway)
  const via = named ? undefined : parseAddress(gateway)?.address
  if (!named && via === undefined) return `“${gateway}” is no address`
  const to = network(text)
  settings.route.push({ to, directive, ...(via === undefined ? {} : { via }) })
  settings.home.push({ prefix: to, because: 'it is routed through the tunnel', from: directive.from, as: 'directive' })
  return null
}

const handlers: Readonly<Record<string, Handler>> = {
  remote: (settings, { args: [host = '', port, protocol] }) => {
    if (!isHost(host)) return 'is no host name or address'
    const portNumber = portOf(port)
    if (port !== undefined && portNumber === undefined) return 'has no port number behind the host'
    const over = protocolOf(protocol)
    if (protocol !== undefined && over === undefined) return 'has no protocol that Roam6 knows'
    settings.remotes.push({
      host,
      ...(portNumber === undefined ? {} : { port: portNumber }),
      ...(over === undefined ? {} : { protocol: over }),
    })
    return null
  },
  port: (settings, { args }) => {
    const port = portOf(args[0])
    if (port === undefined) return 'is no port number'
    settings.port = port
    return null
  },
  proto: (settings, { args }) => {
    const protocol = protocolOf(args[0])
    if (protocol === undefined) return 'is no protocol of a client'
    settings.protocol = protocol
    return null
  },
  float: (settings) => {
    settings.float = true
    return null
  },
  dev: (settings, directive) => {
    settings.device = directive
    return null
  },
  'dev-type': (settings, directive) => {
    settings.deviceType = directive
    return null
  },
  cipher,
  'data-ciphers': ciphers,
  'ncp-ciphers': ciphers,
  'data-ciphers-fallback': cipher,
  auth: (settings, { args }) => {
    const digest = algorithm(args[0])
    if (digest === undefined) return 'is no digest'
    settings.digest = digest
    return null
  },
  'tls-version-min': (settings, { args: [version] }) => {
    if (version !== '1.0' && version !== '1.2' && version !== '1.3') return 'is no version that can be asked for'
    settings.minimumVersion = version
    return null
  },
  ca: material,
  cert: material,
  key: material,
  pkcs12: material,
  'extra-certs': material,
  secret: material,
  'tls-auth': material,
  'tls-crypt': material,
  'tls-crypt-v2': material,
  'key-direction': (settings, { args }) => setDirection(settings, args[0]),
  'auth-user-pass': (settings, directive) => {
    settings.userPassword = directive
    return null
  },
  'verify-x509-name': (settings, directive) => {
    const [name, type = 'subject'] = directive.args
    const common = type === 'name' ? name : /(?:^|[,/] ?)CN=([^,/]+)/.exec(name ?? '')?.[1]
    if (type !== 'name-prefix' && v.is(Text, common)) {
      settings.serverName = common
      return type === 'name' ? null : `of the whole name, its common name “${common}” is checked`
    }
    settings.asksServerName = directive
    return 'a profile checks one whole common name'
  },
  'tls-remote': (settings, { args: [name] }) => {
    if (!v.is(Text, name)) return 'is no name'
    settings.serverName = name
    return null
  },
  'remote-cert-tls': (_, { args }) => (args[0] === 'server' ? null : 'the far end of a client is a server'),
  client: pulls,
  pull: pulls,
  'tls-client': accepted,
  mode: (settings, directive) => (directive.args[0] === 'server' ? serving(settings, directive) : null),
  server: serving,
  'server-ipv6': serving,
  'server-bridge': serving,
  'tls-server': serving,
  'ifconfig-ipv6': (settings, directive) => addAddress(settings, directive, directive.args[0] ?? ''),
  ifconfig: (settings, directive) => {
    const length = maskLength(directive.args[1] ?? '')
    return length === null ? 'has no netmask' : addAddress(settings, directive, `${directive.args[0]}/${length}`)
  },
  'route-ipv6': (settings, directive) => {
    const [to = '', gateway] = directive.args
    return addRoute(settings, directive, to === 'default' ? '::/0' : to, gateway)
  },
  route: (settings, directive) => {
    const [to = '', mask = 'default', gateway] = directive.args
    return addRoute(settings, directive, `${to}/${mask === 'default' ? 32 : maskLength(mask)}`, gateway)
  },
  'route-gateway': (settings, { args: [gateway = ''] }) => {
    const address = parseAddress(gateway)?.address
    if (address === undefined) return 'is no address'
    settings.routeGateway = address
    return null
  },
  'redirect-gateway': (settings, directive) => {
    if (!directive.args.includes('ipv6')) return 'takes all of IPv4 home, which Roam6 does not'
    settings.route.push({ to: '::/0', directive })
    return directive.args.includes('!ipv4') ? null : 'of it, the IPv6 internet is taken home; IPv4 stays where it is'
  },
  up: script,
  'route-up': script,
}

export function readDirective(settings: Settings, directive: Directive, draft: DraftBuilder): void {
  const { name, text, from } = directive
  const handler = entryIn(handlers, name)
  const why = handler ? handler(settings, directive) : whyLeftOut(name)
  if (why === null) draft.understand(text, from)
  else draft.leaveOut(text, from, why)
}
