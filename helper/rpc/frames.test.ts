import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader, FrameRefused, frame } from './frames.ts'
import { limits } from './limits.ts'
import { ShapeRefused } from './shape.ts'

const reader = (maxBytes = 2 ** 20) => createFrameReader({ maxBytes, announced: () => undefined })
const framed = (body: string) => Buffer.from(`Content-Length: ${body.length}\r\n\r\n${body}`)
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test('whatever is framed comes out again, in order, however the stream is cut', () => {
  const message = fc.jsonValue({ maxDepth: limits.depth - 2 })
  fc.assert(
    fc.property(fc.array(message, { maxLength: 4 }), fc.array(fc.nat(40), { maxLength: 30 }), (values, cuts) => {
      const stream = Buffer.concat(values.map(frame))
      const one = reader()
      const out: Buffer[] = []
      let at = 0
      for (const size of [...cuts, stream.length]) {
        out.push(...one.push(stream.subarray(at, at + size)))
        at += size
      }
      expect(out.map((body) => JSON.parse(body.toString('utf8')))).toEqual(JSON.parse(JSON.stringify(values)))
      expect(one.begun).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['depth', nested(limits.depth), nested(limits.depth + 1)],
  ['values', `[${'1,'.repeat(limits.values - 1)}1]`, `[${'1,'.repeat(limits.values)}1]`],
  ['brackets in a text', JSON.stringify('[{,"\\'.repeat(30_000)), `${JSON.stringify('[')}${nested(limits.depth + 1)}`],
])('%s: just enough is taken, one more is not', (_, enough, tooMuch) => {
  expect(reader().push(framed(enough))).toEqual([Buffer.from(enough)])
  expect(() => reader().push(framed(tooMuch))).toThrow(ShapeRefused)
})

test('a header of 4 KiB is taken, one more byte is not; nor is one that does not end', () => {
  const body = '{}'
  const header = (bytes: number) => `X: ${'x'.repeat(bytes - 'X: \r\nContent-Length: 2'.length)}\r\nContent-Length: 2`
  expect(reader().push(Buffer.from(`${header(limits.headerBytes)}\r\n\r\n${body}`))).toHaveLength(1)
  expect(() => reader().push(Buffer.from(`${header(limits.headerBytes + 1)}\r\n\r\n${body}`))).toThrow(FrameRefused)
  const slow = reader()
  expect(() => {
    for (let n = 0; n <= limits.headerBytes; n += 1) slow.push(Buffer.from('x'))
  }).toThrow('the header is too long')
})

test('a message is refused by its announced length, before it comes', () => {
  expect(() => reader(100).push(Buffer.from('Content-Length: 101\r\n\r\n'))).toThrow('a message of 101 bytes')
  const full = createFrameReader({
    maxBytes: 100,
    announced: (length) => {
      throw new FrameRefused(`no room for ${length}`)
    },
  })
  expect(() => full.push(Buffer.from('Content-Length: 99\r\n\r\n'))).toThrow('no room for 99')
})
