import { expect, it } from 'vitest'
import { blank, blanksIn, fill } from './blanks.ts'
import { type GatewayText, plainFile } from './text.ts'

const lines = [
  `dev ${blank('outer-interface')}, again ${blank('outer-interface')}`,
  `key ${blank('encryption-key-to-laptop')}`,
  `secret "${blank('laptop-secret')}"`,
  `to ${blank('gateway-v6')}`,
]
const file = plainFile({ name: 'a', says: 'is a file', path: '/etc/a', lines })
const text: GatewayText = { kind: 'linux', files: [file], blanks: blanksIn([file]) }

it('blanks are named once, with what they mean', () => {
  expect(text.blanks.map(({ name, secret }) => [name, secret])).toEqual([
    ['outer-interface', false],
    ['gateway-v6', false],
    ['laptop-secret', true],
    ['encryption-key-to-laptop', true],
  ])
  for (const { means, example } of text.blanks) expect([means, example]).not.toContain('')
})

it('a value is put in wherever it is wanted, as it is', () => {
  const filled = fill(text, { 'outer-interface': 'eth0', 'laptop-secret': 'a & b, {c}' })
  expect(filled.ok && filled.text.files[0]?.content).toContain('dev eth0, again eth0\n')
  expect(filled.ok && filled.text.files[0]?.content).toContain('secret "a & b, {c}"\n')
  expect(filled.ok && filled.text.blanks.map(({ name }) => name)).toEqual(['gateway-v6', 'encryption-key-to-laptop'])
})

it('a file that a secret was put into is secret', () => {
  const secret = (values: Record<string, string>) => {
    const filled = fill(text, values)
    return filled.ok && filled.text.files[0]?.secret
  }
  expect(secret({ 'outer-interface': 'eth0' })).toBe(false)
  expect(secret({ 'laptop-secret': 'a' })).toBe(true)
})

const hostile = [
  '',
  'a\nb',
  'a\rb',
  'a\u2028b',
  'a\0',
  `a'b`,
  'a"b',
  'a`b`',
  'a$(b)',
  'a\\',
  'eth0; reboot',
  '-x',
  '<<x>>',
]
it.each(hostile)('%j is refused for every blank that is no secret, and nothing is put in', (value) => {
  for (const name of ['outer-interface', 'gateway-v4', 'gateway-v6', 'certificate-file', 'encryption-key-to-laptop'])
    expect(fill(text, { 'laptop-secret': 'a', [name]: value }), name).toMatchObject({ ok: false, faults: [{ name }] })
})

it.each(hostile.slice(0, 10))('%j is refused for a secret', (value) => {
  expect(fill(text, { 'laptop-secret': value }).ok).toBe(false)
})

it('addresses are of their family, and a name that nobody knows is told', () => {
  expect(fill(text, { 'gateway-v6': '192.168.100.2' }).ok).toBe(false)
  expect(fill(text, { 'gateway-v4': '2a00::2' }).ok).toBe(false)
  expect(fill(text, { nobody: 'x' })).toMatchObject({ faults: [{ what: expect.stringContaining('outer-interface') }] })
})
