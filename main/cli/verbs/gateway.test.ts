import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportProfile } from '../../../helper/core/profile/export-profile.ts'
import { mask } from '../../../helper/core/profile/mask.ts'
import { parseProfile } from '../../../helper/core/profile/parse-profile.ts'
import { parsed } from '../../../test/fakes/parsed.ts'
import { seed001Toml } from '../../../test/fakes/seed001.ts'
import type { HelperClient } from '../../helper-client.ts'
import { understand } from '../arguments.ts'
import type { Context } from '../verb.ts'
import { gateway } from './gateway.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-gateway-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const psk = seed001Toml
  .replace(
    'identity = { id = "client@my.domain", certificate = "laptop" }',
    'identity = { id = "a", secret = "geheim" }',
  )
  .replace('authorities = ["ca"]', 'authentication = "psk"')

/** Runs the verb with these words; a profile's name is asked of a helper that has the one above. */
async function run(...words: string[]) {
  const printed: string[] = []
  const noted: string[] = []
  const asked: unknown[] = []
  const call = understand(['gateway', ...words], [gateway])
  const profile = parsed(psk)
  const helper = {
    async request(_: string, params: { secrets: boolean }) {
      asked.push(params)
      return { ok: true, value: params.secrets ? { toml: psk, profile } : { toml: exportProfile(mask(profile)) } }
    },
    close() {},
  } as unknown as HelperClient
  const context: Context = {
    json: call.has('json'),
    print: (text) => void printed.push(text),
    printLines: () => {},
    printExactly: (text) => void printed.push(text),
    note: (text) => void noted.push(text),
    progress: () => {},
    ask: async () => undefined,
    connect: async () => ({ ok: true, value: helper }),
    interrupted: new AbortController().signal,
    now: () => new Date('2026-11-26T12:00:00Z'),
  }
  const ending = await gateway.run(call, context)
  return { ending, stdout: printed.join('\n'), stderr: noted.join('\n'), asked }
}

const file = (toml = seed001Toml) => {
  const path = join(folder, 'home.toml')
  writeFileSync(path, toml)
  return path
}

test('a file is printed without a helper, and the blanks are listed at the end', async () => {
  const { stdout, asked, ending } = await run(file(), '--set', 'outer-interface=eth0')
  expect(ending).toBe(0)
  expect(asked).toEqual([])
  expect(stdout).toMatch(/^===== \/etc\/swanctl\/conf.d\/roam6.conf, on the gateway: lets the laptop in =====\n/)
  expect(stdout).toContain('iifname "eth0" jump outside')
  expect(stdout).toMatch(/To be filled in, each by --set NAME=VALUE:\n {2}gateway-v4 +the gateway’s IPv4 address/)
  expect(stdout).not.toMatch(/^ +outer-interface /m)
})

test('a name is asked of the helper, whose secrets are blanks unless they are asked for', async () => {
  const masked = await run('Home lab')
  expect(masked.asked).toEqual([{ profile: 'Home lab', secrets: false }])
  expect(masked.stdout).toContain('secret = "<<the secret of the laptop>>"')
  const whole = await run('Home lab', '--secrets')
  expect(whole.asked).toEqual([{ profile: 'Home lab', secrets: true }])
  expect(whole.stdout).toContain('secret = "geheim"')
})

test('--json is the text as a value', async () => {
  const { stdout } = await run(file(), '--for', 'openiked', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'openiked', files: [{ name: 'iked.conf' }, {}, {}, {}, {}, {}, {}] })
})

test('--out writes each file at its own path, nothing twice, and secrets for their owner alone', async () => {
  const [profile, out] = [file(psk), join(folder, 'out')]
  const { stdout } = await run(profile, '--secrets', '--out', out)
  const conf = join(out, 'gateway/etc/swanctl/conf.d/roam6.conf')
  expect(stdout.split('\n')[0]).toBe(conf)
  expect(statSync(conf).mode & 0o777).toBe(0o600)
  expect(statSync(join(out, 'gateway/etc/roam6/tunnel-up')).mode & 0o777).toBe(0o755)
  expect(statSync(join(out, 'router/etc/roam6/router-up')).mode & 0o777).toBe(0o755)
  await expect(run(profile, '--out', out)).rejects.toThrow('is there already; --force writes over it')
  await run(profile, '--out', out, '--force')
  expect(readFileSync(conf, 'utf8')).toContain('<<the secret of the laptop>>')
})

const bare = seed001Toml.split('[certificate.laptop]')[0] ?? ''

test('--with-ca makes what is missing, keeps it in a folder of its own, and says what goes where', async () => {
  const ca = join(folder, 'ca')
  writeFileSync(join(folder, 'passphrase'), 'geheim\n')
  const words = ['--with-ca', ca, '--days', '30', '--passphrase-file', join(folder, 'passphrase')]
  const { stdout, stderr } = await run(file(bare), ...words)
  expect(statSync(ca).mode & 0o777).toBe(0o700)
  expect(stdout).toContain('certs = /etc/swanctl/x509/gateway.pem')
  expect(stdout).not.toContain('PRIVATE KEY')
  expect(stderr).toContain(`On the laptop: roam6 import ${ca}/laptop.toml`)
  expect(stderr).toContain(`${ca}/gateway.key is /etc/swanctl/private/gateway.key`)
  const made = parseProfile(readFileSync(join(ca, 'laptop.toml'), 'utf8'))
  expect(made.ok && Object.keys(made.profile.certificate)).toEqual(['ca', 'laptop'])
  expect(made.ok && made.profile.certificate.ca?.crl).toContain('X509 CRL')
  for (const name of ['authority.key', 'gateway.key', 'laptop.toml'])
    expect(statSync(join(ca, name)).mode & 0o777).toBe(0o600)
  await expect(run(file(bare), '--with-ca', ca)).rejects.toThrow('EEXIST')
})

test('--with-ca takes an example whose certificates are still to be filled in', async () => {
  const [ca, example] = [
    join(folder, 'ca'),
    readFileSync(join(import.meta.dirname, '../../../build/examples/ike-gre.toml'), 'utf8'),
  ]
  await run(file(example), '--with-ca', ca)
  expect(parseProfile(readFileSync(join(ca, 'laptop.toml'), 'utf8')).ok).toBe(true)
})

test.each([
  [bare, [], 'there is no [certificate.'],
  [seed001Toml, ['--with-ca', 'ca'], 'there is a [certificate.ca]'],
  ['name = "a', ['--with-ca', 'ca'], 'line 1: '],
  ['name = "a"', ['--with-ca', 'ca'], 'gateway: '],
  [psk, ['--with-ca', 'ca'], 'no certificates are needed'],
  [bare.replace('client@my.domain', 'C=CH, CN=a'), ['--with-ca', 'ca'], 'not for “C=CH, CN=a”'],
  [seed001Toml, ['--for', 'tinc'], '--for wants one of strongswan, openiked'],
  [seed001Toml, ['--set', 'outer-interface=eth0\nx'], '--set outer-interface: must be a device name'],
  [seed001Toml, ['--set', 'nobody=1'], '--set nobody: there is no blank of that name'],
  [seed001Toml, ['--set', 'nobody'], '--set wants BLANK=VALUE'],
  [seed001Toml, ['--days', '3'], '--days is for --with-ca'],
  [bare, ['--with-ca', 'ca', '--days', '0'], '--days wants a number'],
])('a call that cannot be: %#', async (toml, words, why) => {
  await expect(run(file(toml), ...words)).rejects.toThrow(why)
})

test('an installed profile has its certificates', async () => {
  await expect(run('Home lab', '--with-ca', 'ca')).rejects.toThrow('--with-ca wants a file')
})
