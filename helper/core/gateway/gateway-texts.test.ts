import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pem } from '../../../test/fakes/pem.ts'
import type { Credentials } from '../../../test/lab/certificates/credentials.ts'
import { behind } from '../../../test/lab/networks/places.ts'
import { seed001Profile, type WrittenProfile, withBehind } from '../../../test/lab/profile.ts'
import { otherWays } from '../../../test/lab/ways/ways.ts'
import type { Profile } from '../../contract/profile.ts'
import { checkProfile } from '../profile/parse-profile.ts'
import { fill } from './blanks.ts'
import { gatewayTexts, kindsFor } from './gateway-texts.ts'
import type { GatewayKind, GatewayText } from './text.ts'

const issued = (name: string) => ({ certificate: pem('CERTIFICATE', name), key: pem('PRIVATE KEY', `${name}, key`) })
const credentials = {
  laptop: issued('laptop'),
  gateway: issued('gateway'),
  authority: { certificate: pem('CERTIFICATE', 'authority') },
} as Credentials

function profileOf(written: WrittenProfile): Profile {
  const outcome = checkProfile(written)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.profile
}
const secret = 'Kaffee "schwarz" \\ {2}'
const wayProfile = (name: keyof typeof otherWays) => otherWays[name].open().profile(credentials)
const written: Readonly<Record<string, WrittenProfile>> = {
  gre: seed001Profile(credentials, { laptop: { by: 'pubkey' } }),
  psk: seed001Profile(credentials, { laptop: { by: 'psk', secret } }),
  'eap-mschapv2': seed001Profile(credentials, { laptop: { by: 'eap-mschapv2', secret } }),
  ...Object.fromEntries(
    (
      [
        'esp',
        'gre-transport',
        'gre-transport-v4',
        'ike-ip6ip6',
        'ip6ip6',
        'tap',
        'tap-static',
        'tap-tcp',
        'tinc',
      ] as const
    ).map((name) => [name, wayProfile(name)]),
  ),
  'tap, behind': withBehind(wayProfile('tap'), behind.tap),
  'ip6ip6, behind': withBehind(wayProfile('ip6ip6'), behind.ip6ip6),
}

const laptopKey = pem('RSA PUBLIC KEY', 'laptop')
const textOf = (name: string, kind?: GatewayKind, secrets = false): GatewayText => {
  const profile = profileOf(written[name] ?? ({} as WrittenProfile))
  return gatewayTexts(profile, kind ?? kindsFor(profile)[0] ?? 'linux', { secrets, laptopKey })
}
const contents = ({ files }: GatewayText) => files.map(({ content }) => content).join('\n')

/** As a golden file has it; keys are made anew for each run. */
const golden = ({ files, blanks }: GatewayText) =>
  [
    ...files.map(
      ({ on, path, secret, runs, says, content }) =>
        `===== ${on} ${path} (${[says, secret && 'secret', runs && 'runs'].filter(Boolean).join(', ')})\n${content}`,
    ),
    `===== blanks: ${blanks.map(({ name }) => name).join(' ')}\n`,
  ]
    .join('\n')
    .replaceAll(/-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----/gs, '($1)')

const texts = Object.keys(written).flatMap((name) =>
  kindsFor(profileOf(written[name] as WrittenProfile)).map((kind) => [name, kind] as const),
)

it.each(texts)('the text for %s by %s', async (name, kind) => {
  const file = `${name.replaceAll(', ', '-')}-${kind}.txt`
  await expect(golden(textOf(name, kind))).toMatchFileSnapshot(
    join(import.meta.dirname, '../../../test/golden/gateway', file),
  )
})

it('has OpenIKED for GRE by certificates alone, and no kind for a rare stack', () => {
  const kinds = (name: string) => kindsFor(profileOf(written[name] as WrittenProfile))
  expect(kinds('gre')).toEqual(['strongswan', 'openiked'])
  expect([kinds('psk'), kinds('esp'), kinds('gre-transport')]).toEqual([['strongswan'], ['strongswan'], ['strongswan']])
  const tinc = wayProfile('tinc')
  const overlay = { kind: 'gre', local: '2002:102:304:5::1', remote: '2002:102:304::1' } as const
  expect(kindsFor(profileOf({ ...tinc, layer: [...tinc.layer, overlay] }))).toEqual([])
  const gre = written.gre as WrittenProfile
  const [ike, ...inside] = structuredClone(gre.layer)
  const beside = { ...ike, 'request-addresses': ['0.0.0.0', '::'] } as WrittenProfile['layer'][number]
  expect(kindsFor(profileOf({ ...gre, layer: [beside, ...inside] }))).toEqual([])
  expect(() => textOf('psk', 'openiked')).toThrow('cannot be the other end')
})

/** All that both ends share, or that is the laptop's alone. */
function secretsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    const isSecret = /^(secret|password|key|crypt|encryption-key|integrity-key)$/.test(key)
    return isSecret ? [value.trimEnd().split('\n')[1] ?? value] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => secretsOf(inner, name))
}

it.each(texts)('no secret of %s by %s is in its text unless it is asked for', (name, kind) => {
  const text = contents(textOf(name, kind))
  const secrets = secretsOf(written[name])
  expect(secrets.filter((one) => text.includes(one))).toEqual([])
})

it.each([
  ['psk', 'swanctl.conf', 'secret = "Kaffee \\"schwarz\\" \\\\ {2}"'],
  ['eap-mschapv2', 'swanctl.conf', 'secret = "Kaffee \\"schwarz\\" \\\\ {2}"'],
  ['ip6ip6', 'tunnel-up', '0x7aeaca3f87d060a12f4a4487d5a5c3355920fae69a96c831'],
  ['tap-tcp', 'password', `'Kaffee, schwarz & "ohne" Zucker'`],
  ['tap-static', 'secret.key', '-----BEGIN OpenVPN Static key V1-----'],
])('with secrets, that of %s is in %s, which root alone may read', (name, file, words) => {
  const text = textOf(name, undefined, true)
  const holder = text.files.find((one) => one.name === file)
  expect(holder?.content).toContain(words)
  expect(holder?.secret).toBe(true)
  expect(text.blanks.filter((blank) => blank.secret)).toEqual([])
})

it.each(texts)('the text for %s by %s is whole once its blanks are filled', (name, kind) => {
  const text = textOf(name, kind)
  const filled = fill(text, Object.fromEntries(text.blanks.map(({ name, example }) => [name, example])))
  if (!filled.ok) throw new Error(JSON.stringify(filled.faults))
  expect(filled.text.blanks).toEqual([])
  expect(contents(filled.text)).not.toMatch(/<<(?!'end')/)
  expect(new Set(text.files.map(({ on, path }) => `${on} ${path}`)).size).toBe(text.files.length)
})

it('a name in the profile never becomes a line of its own, nor a word of the configuration', () => {
  const profile = profileOf({
    ...(written.gre as WrittenProfile),
    name: 'a } secrets { $(reboot) `reboot`',
    layer: [
      {
        kind: 'ike',
        identity: { id: 'x" } # ', certificate: 'laptop' },
        peer: { id: 'y\\', authorities: ['ca'] },
        'request-addresses': ['0.0.0.0'],
        'remote-networks': ['192.168.101.0/24'],
      },
      { kind: 'gre', local: 'virtual', remote: '192.168.101.2' },
    ],
  })
  expect(kindsFor(profile)).toEqual(['strongswan'])
  const [conf, ...others] = gatewayTexts(profile, 'strongswan', { secrets: true, laptopKey: null }).files
  expect(conf?.content).toContain('      id = "x\\" } # "\n')
  expect(conf?.content).toContain('      id = "y\\\\"\n')
  const lines = [conf, ...others].flatMap((file) => (file?.content ?? '').split('\n'))
  expect(lines.filter((line) => line.includes('reboot') && !line.startsWith('#'))).toEqual([])
})
