/** Whatever is in a file: nothing throws or hangs, and nothing but what the contract has comes out. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { processorMs } from '../../test/fakes/processor-time.ts'
import { LeftOut, Question, Understood } from '../contract/import.ts'
import { Layer, Profile } from '../contract/profile.ts'
import { assemble } from './assemble.ts'
import type { DraftProfile } from './importer.ts'
import { ipsecConf } from './ipsec-conf.ts'
import { nmconnectionOpenvpn } from './nmconnection-openvpn.ts'
import { openvpn } from './openvpn.ts'
import { setkey } from './setkey.ts'
import { sourceFile } from './source-file.ts'
import { swanctlConf } from './swanctl-conf.ts'
import { tinc } from './tinc.ts'

const golden = join(import.meta.dirname, '../../test/golden/profile-import')

/** For some kilobytes, on a machine that has other things to do. */
const mostMs = 1_000

/** Files of the golden cases, to be cut, mixed and broken. */
const samplesOf = (format: string) =>
  readdirSync(join(golden, format), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !['answers.json', 'expected.json'].includes(entry.name))
    .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'latin1') }))

const nasty = fc.constantFrom(
  '\0',
  '\u2028',
  '\r',
  '\t',
  '"',
  "'",
  '\\',
  '`',
  '$(id)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
  '${x}',
  ';',
  '{',
  '}',
  '<ca>',
  '</ca>',
  '__proto__',
  '../x',
  '-----BEGIN ',
  '#',
  '=',
  '\n',
  '[vpn]\n',
  '::/0',
  'fe80::1%eth0',
  '99999999999999999999',
  '-x',
  '🏠',
)

/** Texts near what people have: cut anywhere, with anything put in between. */
const brokenOf = (format: string) => {
  const samples = samplesOf(format)
  return fc
    .record({
      sample: fc.constantFrom(...samples),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      inserted: fc.array(fc.oneof(nasty, fc.string({ maxLength: 8 })), { maxLength: 6 }),
      dropped: fc.nat(40),
    })
    .map(({ sample: { name, text }, at, inserted, dropped }) => {
      const cut = Math.floor(at * text.length)
      return { name, text: text.slice(0, cut) + inserted.join('') + text.slice(cut + dropped) }
    })
}

const answersOf = (questions: readonly Question[]) =>
  fc.dictionary(
    fc.constantFrom('x', ...questions.map(({ id }) => id)),
    fc.oneof(nasty, fc.string(), fc.constantFrom('2001:db8::1/64', 'gateway.example.com', 'AES-256-CBC')),
  )

/** What a whole profile may be made of; what is not there is asked for. */
function fitsTheContract(profile: DraftProfile): void {
  for (const [key, value] of Object.entries(profile)) {
    if (key === 'layer' || key === 'name') continue
    const schema = Profile.entries[key as keyof typeof Profile.entries]
    expect(schema ? (v.safeParse<v.GenericSchema>(schema, value).issues ?? []) : [], key).toEqual([])
  }
}

describe.each([
  ['openvpn', openvpn],
  ['tinc', tinc],
  ['setkey', setkey],
  ['nmconnection', nmconnectionOpenvpn],
  ['ipsec.conf', ipsecConf],
  ['swanctl.conf', swanctlConf],
] as const)('%s', (format, importer) => {
  it('takes anything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(brokenOf(format), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.string()),
        (given, more) => {
          const files = given.map(({ name, text }) => sourceFile({ name, bytes: new Uint8Array(Buffer.from(text)) }))
          const begun = processorMs()
          const certainty = importer.recognise(files)
          expect(certainty >= 0 && certainty <= 1).toBe(true)
          const first = importer.read({ files, answers: new Map() })
          const questions = first.ok ? first.draft.questions : []
          const [answers] = fc.sample(answersOf(questions), { numRuns: 1, seed: more.next().value?.length ?? 0 })
          for (const imported of [first, importer.read({ files, answers: new Map(Object.entries(answers ?? {})) })]) {
            expect(processorMs() - begun).toBeLessThan(mostMs)
            if (!imported.ok) continue
            const { draft } = imported
            for (const one of draft.understood) expect(v.safeParse(Understood, one).success).toBe(true)
            for (const one of draft.leftOut) expect(v.safeParse(LeftOut, one).success).toBe(true)
            for (const one of draft.questions) expect(v.safeParse(Question, one).success).toBe(true)
            fitsTheContract(draft.profile)
            if (draft.questions.length === 0)
              for (const layer of draft.profile.layer ?? []) expect(v.safeParse(Layer, layer).issues ?? []).toEqual([])
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** What makes careless readers quadratic: minutes, where it should be a moment. */
const long = [
  '<a>\n</a>\n',
  'remote a.example.org\n',
  'route-ipv6 2001:db8::/64 ::1\n',
  '"',
  '\\\n',
  ' \t',
  'ip addr add 2001:db8::1/64 dev tap0; ',
  'add ::1 ::2 esp 0x301 -E null -A null;\n',
  'spdadd ::1 ::2 any -P out ipsec\n',
  'Subnet = ::/0\n',
  'ConnectTo = a\n',
  '-----BEGIN X',
  '[vpn]\nremote=a,\n',
  'case x in x) ',
  'if [ x = x ]; then\n',
  '\n',
]
const beginnings = [
  'dev tap\nremote a\n',
  'Name = a\nConnectTo = b\n',
  '#!/usr/sbin/setkey\n',
  '[vpn]\nservice-type=org.freedesktop.NetworkManager.openvpn\n',
  'conn a\n right=a\n leftupdown=tinc-up\n',
  'connections { a { remote_addrs = a\nchildren { a { updown = tinc-up\n} } } }\n',
]

it.each(long)('a quarter of a megabyte of %j is read in no time', (piece) => {
  for (const beginning of beginnings) {
    const pieces = piece.repeat(Math.floor(250_000 / piece.length))
    const begun = processorMs()
    const text = beginning + pieces
    const file = sourceFile({ name: 'x.conf', bytes: new Uint8Array(Buffer.from(text)) })
    const script = { ...file, name: 'tinc-up', text: pieces }
    for (const importer of [openvpn, tinc, setkey, nmconnectionOpenvpn, ipsecConf, swanctlConf]) {
      importer.recognise([file])
      importer.read({ files: [file, script], answers: new Map() })
    }
    expect(processorMs() - begun).toBeLessThan(10 * mostMs)
  }
})

it('the one way in takes any bytes', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 3 }), fc.string(), (all, name) => {
      const assembled = assemble({
        files: all.map((bytes, at) => ({ name: `${name}${at}`, bytes })),
        answers: new Map(),
      })
      if (assembled.ok) expect(assembled.profile === null || assembled.questions.length === 0).toBe(true)
      else expect(assembled.fault.what).not.toBe('')
    }),
    { numRuns: 300 },
  )
})
