import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readLines } from './lines.ts'

async function linesOf(...pieces: readonly (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  readLines(stream, (line) => lines.push(line))
  for (const piece of pieces) stream.write(piece)
  stream.end()
  await new Promise((ended) => stream.once('end', ended))
  return lines
}

test('lines come whole, however the bytes are cut; the last one needs no end', async () => {
  const text = Buffer.from('one\r\n\ntwö\nthree')
  expect(await linesOf(text)).toEqual(['one', '', 'twö', 'three'])
  expect(await linesOf(...[...text].map((byte) => Buffer.of(byte)))).toEqual(['one', '', 'twö', 'three'])
})

test('a line without an end takes 4 KiB, and the line after it is whole', async () => {
  const mebibyte = 'x'.repeat(1024 * 1024)
  const lines = await linesOf(...Array.from({ length: 64 }, () => mebibyte), '\nshort\n')
  expect(lines.map(({ length }) => length)).toEqual([4_096, 5])
})
