import fc from 'fast-check'
import { expect, it } from 'vitest'
import { entryOf, groupOf, listOf, parseKeyfile } from './keyfile.ts'

it('reads groups, keys and their lines as GLib does', () => {
  const keyfile = parseKeyfile(
    'stray=1\n# comment\n[vpn]\n key = two words \nkey=b\\nc\\s\n\nnonsense\n[ipv6]\n[vpn]\nx=\n',
  )
  expect(keyfile.groups.map(({ name, line }) => [name, line])).toEqual([
    ['vpn', 3],
    ['ipv6', 8],
  ])
  expect(groupOf(keyfile, 'vpn')?.entries).toEqual([
    { key: 'key', value: 'two words ', raw: 'two words ', line: 4 },
    { key: 'key', value: 'b\nc ', raw: 'b\\nc\\s', line: 5 },
    { key: 'x', value: '', raw: '', line: 10 },
  ])
  expect(entryOf(groupOf(keyfile, 'vpn'), 'key')?.line).toBe(5)
  expect(keyfile.strays).toEqual([
    { text: 'stray=1', line: 1 },
    { text: 'nonsense', line: 7 },
  ])
})

it('cuts lists before it undoes escapes', () => {
  expect(listOf('a; b\\;c ;;d\\\\;')).toEqual(['a', 'b;c', 'd\\'])
})

it('accounts for every line that is neither blank nor comment', () => {
  const line = fc.oneof(fc.constantFrom('[a]', '[b]', 'k=v', '=v', '__proto__=1', '[__proto__]', ''), fc.string())
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join('\n')
      const { groups, strays } = parseKeyfile(text)
      const placed = new Set([
        ...strays.map((stray) => stray.line),
        ...groups.flatMap((group) => [group.line, ...group.entries.map((entry) => entry.line)]),
      ])
      text.split('\n').forEach((content, index) => {
        const structural = /^\s*(#|$|\[)/.test(content)
        expect(structural || placed.has(index + 1), content).toBe(true)
      })
    }),
  )
})
