import { expect, test } from 'vitest'
import { readCommands } from './words.ts'

test('a word that doubles with each line is too long, and nothing grows without an end', () => {
  const doubling = ['a=aaaaaaaaaaaaaaaa', ...Array.from({ length: 40 }, () => 'a=$a$a'), 'ip link add $a']
  const commands = readCommands(doubling.join('\n'), new Map())
  expect(commands.some(({ obstacle }) => obstacle === 'is too long')).toBe(true)
  expect(Math.max(...commands.flatMap(({ words }) => words.map((word) => word.length)))).toBeLessThanOrEqual(4_096)
})
