import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { assemble } from '../assemble.ts'

const golden = join(import.meta.dirname, '../../../test/golden/profile-import')
const ours = new Set(['answers.json', 'expected.json'])

/** What the importers understand of every case, with its sentence. */
const lines = readdirSync(golden).flatMap((format) =>
  readdirSync(join(golden, format)).flatMap((name) => {
    const folder = join(golden, format, name)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !(entry.parentPath === folder && ours.has(entry.name)))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ name: path.slice(folder.length + 1), bytes: new Uint8Array(readFileSync(path)) }))
    const answers = readdirSync(folder).includes('answers.json')
      ? Object.entries(JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Record<string, string>)
      : []
    const assembled = assemble({ files, answers: new Map(answers) })
    return assembled.ok ? assembled.understood.map((line) => ({ format, ...line })) : []
  }),
)

it('every line that an importer understands is a sentence', () => {
  const unsaid = lines.filter(({ says }) => says === undefined).map(({ format, what }) => `${format}: ${what}`)
  expect([...new Set(unsaid)]).toEqual([])
  for (const { says } of lines) expect(says).toMatch(/^[“A-Z0-9a-z/*:].*\.$|…$/su)
  for (const { says } of lines) expect(says).not.toMatch(/\$\d|undefined/)
})

it('reads as a person would say it', () => {
  const said = new Map(lines.map(({ format, what, says }) => [`${format} ${what}`, says]))
  const of = (line: string) => said.get(line)
  expect(of('ipsec.conf right=5.6.7.8')).toBe('The gateway is 5.6.7.8.')
  expect(of('ipsec.conf rightid=tunnel.my.domain')).toBe('The gateway must prove to be tunnel.my.domain.')
  expect(of('ipsec.conf rightsubnet 192.168.101.0/24')).toBe('192.168.101.0/24 lies behind the gateway.')
  expect(of('ipsec.conf leftsourceip %config')).toBe('The gateway gives the laptop a virtual address.')
  expect(of('ipsec.conf certificate laptop: CN=Client')).toBe('Your certificate is CN=Client.')
  expect(
    of('ipsec.conf ip tunnel add gre6in4 mode gre ttl 255 remote 192.168.101.2 local 192.168.101.1 pmtudisc'),
  ).toBe('GRE runs inside, from 192.168.101.1 to 192.168.101.2.')
})

it('tells the lines that say what holds anyway', () => {
  const usual = new Set(lines.filter((line) => line.usual).map(({ what }) => what))
  for (const line of ['type=tunnel', 'keyexchange=ikev2', 'auto=add', 'left=%defaultroute', 'conn mytunnel', 'client'])
    expect(usual).toContain(line)
  for (const line of ['right=5.6.7.8', 'auto=start', 'dev tap']) expect(usual).not.toContain(line)
})
