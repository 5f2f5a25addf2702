/** NetworkManager's key files of its OpenVPN plugin: its keys are OpenVPN's directives under names of its own. */

import * as v from 'valibot'
import { ProfileName, Secret, Text } from '../contract/text.ts'
import { baseName } from './certificates.ts'
import { type DraftBuilder, draftBuilder, entryIn, refused } from './draft.ts'
import type { Imported, Importer, ImportSource, SourceFile } from './importer.ts'
import { entryOf, groupOf, type Keyfile, type KeyfileEntry, parseKeyfile } from './keyfile.ts'
import { readDirective } from './openvpn/directives.ts'
import { deviceFault, profileOf } from './openvpn/layer.ts'
import { emptySettings, type Settings } from './openvpn/settings.ts'

const service = 'org.freedesktop.NetworkManager.openvpn'

const serviceOf = ({ text }: SourceFile): string | undefined =>
  text !== null && /^\[vpn\]\s*$/m.test(text)
    ? entryOf(groupOf(parseKeyfile(text), 'vpn'), 'service-type')?.value.trim()
    : undefined

type Words = readonly string[]

const yes =
  (...directive: string[]) =>
  (value: string): readonly Words[] =>
    value === 'yes' ? [directive] : []
const same =
  (name: string) =>
  (value: string): readonly Words[] => [[name, value]]

/** "host:port:proto", "[2001:db8::1]:1194", several with commas. */
const remotes = (value: string): readonly Words[] =>
  value
    .split(/[ \t,]+/)
    .filter((one) => one !== '')
    .map((one) => {
      const [, bracketed, plain, rest = ''] = /^(?:\[([^\]]*)\]|([^:]*))((?::[^:]*){0,2})$/.exec(one) ?? []
      const host = bracketed ?? plain
      return host === undefined
        ? ['remote', one]
        : [
            'remote',
            host,
            ...rest
              .split(':')
              .slice(1)
              .filter((part) => part !== ''),
          ]
    })

/**
 * Keys of [vpn] (nm-service-defines.h of NetworkManager-openvpn) as directives. What is not here
 * goes by its own name, so that the reasons of openvpn(8)'s directives hold for it too.
 */
const keys: Readonly<Record<string, (value: string) => readonly Words[]>> = {
  remote: remotes,
  'proto-tcp': yes('proto', 'tcp'),
  'tap-dev': (value) => [['dev-type', value === 'yes' ? 'tap' : 'tun']],
  'static-key': same('secret'),
  'static-key-direction': same('key-direction'),
  ta: same('tls-auth'),
  'ta-dir': same('key-direction'),
  float: yes('float'),
  'ncp-disable': yes('ncp-disable'),
  // "name:gateway", "subject:C=…"; without a colon it is the old form of a subject.
  'verify-x509-name': (value) => {
    const [, type, name] = /^(name|subject|name-prefix):(.*)$/.exec(value) ?? []
    return [name === undefined ? ['verify-x509-name', value] : ['verify-x509-name', name, type ?? 'name']]
  },
}

/** Said in another way by NetworkManager, or nothing that a profile has. */
const leftOut: Readonly<Record<string, string>> = {
  'tunnel-mtu': 'sets sizes of packets; Roam6 calculates and measures the path MTU',
  'fragment-size': 'changes each packet, so both ends must agree; take it away at the gateway too',
  'reneg-seconds': 'is when keys are renewed; OpenVPN’s own choice is kept',
  'local-ip': 'is of IPv4 between two ends, which a tap device does not have',
  'remote-ip': 'is of IPv4 between two ends, which a tap device does not have',
  'proxy-type': 'goes through a proxy, which Roam6 does not',
  'proxy-server': 'goes through a proxy, which Roam6 does not',
  'proxy-port': 'goes through a proxy, which Roam6 does not',
  'proxy-retry': 'goes through a proxy, which Roam6 does not',
  'http-proxy-username': 'goes through a proxy, which Roam6 does not',
  'cert-pass-flags': 'is where NetworkManager keeps the passphrase; it is asked for',
  'password-flags': 'is where NetworkManager keeps the password; it is asked for',
  'challenge-response-flags': 'is where NetworkManager keeps a secret; it is not used',
  'http-proxy-password-flags': 'goes through a proxy, which Roam6 does not',
}

/** NetworkManager writes some 50. */
const mostEntries = 1000

const knownTypes = ['tls', 'password', 'password-tls', 'static-key']

function readVpn(keyfile: Keyfile, file: string, settings: Settings, draft: DraftBuilder): void {
  const own: Readonly<Record<string, (entry: KeyfileEntry) => string | null>> = {
    'service-type': () => null,
    'connection-type': ({ value, line }) => {
      if (!knownTypes.includes(value)) return 'is no way to prove who is who'
      if (value.startsWith('password'))
        settings.userPassword ??= { name: 'auth-user-pass', args: [], inline: null, text: value, from: { file, line } }
      return null
    },
    username: ({ value }) => {
      settings.username = value
      return null
    },
  }
  for (const entry of groupOf(keyfile, 'vpn')?.entries ?? []) {
    const { key, value, line } = entry
    const from = { file, line }
    const what = `${key}=${value}`
    if (!v.is(Text, value)) {
      draft.leaveOut(what, from, 'is no line of text')
      continue
    }
    const reader = entryIn(own, key)
    const other = entryIn(leftOut, key)
    if (reader || other !== undefined) {
      const why = reader ? reader(entry) : (other ?? null)
      if (why === null) draft.understand(what, from)
      else draft.leaveOut(what, from, why)
      continue
    }
    const directives = entryIn(keys, key)?.(value) ?? [[key, value]]
    if (directives.length === 0) draft.understand(what, from)
    for (const [name = key, ...args] of directives) {
      const text = directives.length > 1 ? [name, ...args].join(' ') : what
      readDirective(settings, { name, args, inline: null, text, from }, draft)
    }
  }
}

/** What is kept in the file itself; NetworkManager mostly keeps it elsewhere. */
function readSecrets(keyfile: Keyfile, file: string, settings: Settings, draft: DraftBuilder): void {
  for (const { key, value, line } of groupOf(keyfile, 'vpn-secrets')?.entries ?? []) {
    const from = { file, line }
    if (key === 'password' && v.is(Secret, value)) {
      settings.password = value
      draft.understand('password', from)
    } else
      draft.leaveOut(
        key,
        from,
        key === 'cert-pass' ? 'is asked for where it is needed' : 'is no secret that a profile has',
      )
  }
}

/** "address1=fd00::2/64,fd00::1", "route1=2000::/3,fd00::1,metric" (nm-settings-keyfile(5)). */
function readAddressing(
  keyfile: Keyfile,
  family: 'ipv4' | 'ipv6',
  file: string,
  settings: Settings,
  draft: DraftBuilder,
): void {
  for (const { key, value, line } of groupOf(keyfile, family)?.entries ?? []) {
    const from = { file, line }
    const what = `[${family}] ${key}=${value}`
    const [first = '', second = ''] = value.split(/[,;]/).map((part) => part.trim())
    if (family === 'ipv6' && /^address\d*$/.test(key) && first !== '') {
      readDirective(settings, { name: 'ifconfig-ipv6', args: [first], inline: null, text: what, from }, draft)
    } else if (family === 'ipv6' && /^route\d*$/.test(key) && first !== '') {
      const args = second === '' || second === '::' ? [first] : [first, second]
      readDirective(settings, { name: 'route-ipv6', args, inline: null, text: what, from }, draft)
    } else if (family === 'ipv6' && key === 'method' && ['auto', 'manual'].includes(value)) {
      draft.understand(what, from)
    } else {
      draft.leaveOut(
        what,
        from,
        family === 'ipv4' ? 'is of IPv4; Roam6 takes IPv6 home' : 'is nothing that a profile has',
      )
    }
  }
}

function read({ files, answers }: ImportSource): Imported {
  const connections = files.filter((file) => serviceOf(file) === service)
  const [config, another] = connections
  if (!config) return refused(files[0]?.name ?? '', 'is no connection of NetworkManager’s OpenVPN plugin')
  if (another) return refused(another.name, `is a connection too, beside ${config.name}`, 'Import one at a time.')
  const keyfile = parseKeyfile(config.text ?? '')
  if (keyfile.groups.reduce((sum, { entries }) => sum + entries.length, 0) > mostEntries)
    return refused(config.name, `there are more than ${mostEntries} keys in it`)
  const draft = draftBuilder(answers)
  const settings = emptySettings()
  settings.pulls = true
  readVpn(keyfile, config.name, settings, draft)
  readSecrets(keyfile, config.name, settings, draft)
  readAddressing(keyfile, 'ipv6', config.name, settings, draft)
  readAddressing(keyfile, 'ipv4', config.name, settings, draft)
  for (const group of keyfile.groups.filter(({ name }) => !['vpn', 'vpn-secrets', 'ipv4', 'ipv6'].includes(name)))
    for (const { key, value, line } of group.entries) {
      const from = { file: config.name, line }
      const isName = group.name === 'connection' && key === 'id'
      if (isName) draft.take(ProfileName, value, `name ${value}`, from)
      else draft.leaveOut(`[${group.name}] ${key}=${value}`, from, 'is NetworkManager’s own')
    }
  for (const { text, line } of keyfile.strays) draft.leaveOut(text, { file: config.name, line }, 'is no key of a group')
  const fault = deviceFault(settings, config.name)
  if (fault) return fault
  const used = new Set([config.name])
  const name =
    entryOf(groupOf(keyfile, 'connection'), 'id')?.value ?? baseName(config.name).replace(/\.nmconnection$/, '')
  const profile = profileOf({ name, settings, files, used, draft })
  for (const { name: unused } of files)
    if (!used.has(unused))
      draft.leaveOut(baseName(unused), { file: unused, line: null }, `${baseName(config.name)} does not use it`)
  return draft.imported(profile)
}

export const nmconnectionOpenvpn: Importer = {
  format: 'nmconnection',
  title: 'NetworkManager, OpenVPN',
  recognise: (files) => (files.some((file) => serviceOf(file) === service) ? 1 : 0),
  read,
}
