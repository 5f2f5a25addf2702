import fc from 'fast-check'
import { gzipSync, zipSync } from 'fflate'
import { createTar } from 'nanotar'
import { expect, it, test } from 'vitest'
import { processorMs } from '../../test/fakes/processor-time.ts'
import { plainName, unpack } from './unpack.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const text = (found: ReturnType<typeof unpack>) =>
  Object.fromEntries(found.files.map((file) => [file.name, Buffer.from(file.bytes).toString()]))
const whys = (found: ReturnType<typeof unpack>) => found.leftOut.map(({ what, why }) => `${what}: ${why}`)
const inet6 = { 'inet6/tinc.conf': 'Name = a\n', 'inet6/hosts/gateway': 'Subnet = ::/0\n' }
const tarOf = (files: Readonly<Record<string, string>>) =>
  createTar(Object.entries(files).map(([name, data]) => ({ name, data })))

test('a zip, a tar and a tar.gz are the files in them; all else stays as it is', () => {
  const zip = zipSync(Object.fromEntries(Object.entries(inet6).map(([name, data]) => [name, bytes(data)])))
  const tar = tarOf(inet6)
  for (const archive of [zip, tar, gzipSync(tar)])
    expect(text(unpack([{ name: 'home', bytes: archive }]))).toEqual(inet6)
  expect(text(unpack([{ name: 'a.conf.gz', bytes: gzipSync(bytes('x')) }]))).toEqual({ 'a.conf': 'x' })
  expect(text(unpack([{ name: 'a.conf', bytes: bytes('x') }]))).toEqual({ 'a.conf': 'x' })
})

test('a tar that is a part of a larger buffer', () => {
  const tar = tarOf(inet6)
  const larger = new Uint8Array(tar.length + 512)
  larger.set(tar, 512)
  expect(text(unpack([{ name: 'home', bytes: larger.subarray(512) }]))).toEqual(inet6)
})

test('names that lead out of their folder are none', () => {
  const zip = zipSync({
    '../../etc/cron.d/x': bytes('x'),
    '/etc/shadow': bytes('x'),
    'a/../../b': bytes('x'),
    ok: bytes('1'),
  })
  const found = unpack([{ name: 'x.zip', bytes: zip }])
  expect(text(found)).toEqual({ ok: '1' })
  expect(found.leftOut).toHaveLength(3)
  expect(['./a//b', 'a\\b', 'C:\\x', '', '.', 'a\nb', 'x'.repeat(300)].map(plainName)).toEqual([
    'a/b',
    'a/b',
    null,
    null,
    null,
    null,
    null,
  ])
})

test('links and devices are no files', () => {
  const tar = tarOf({ link: '' })
  tar[156] = 0x32
  const found = unpack([{ name: 'x.tar', bytes: tar }])
  expect(found.files).toEqual([])
  expect(whys(found)).toEqual(['link: is no file but a link or a device'])
})

test('what inflates without end is too large', () => {
  const bomb = new Uint8Array(12 * 1_048_576)
  expect(whys(unpack([{ name: 'x.gz', bytes: gzipSync(bomb) }]))).toEqual(['x.gz: is damaged or too large'])
  expect(whys(unpack([{ name: 'x.zip', bytes: zipSync({ big: bomb }) }]))).toEqual([
    'big: is too large',
    'the rest: comes after 8 MB, and is not read',
  ])
})

/** Headers of 512 bytes (POSIX.1, ustar), each with what follows it. */
const tarBy = (entries: readonly { readonly name: string; readonly type: string; readonly data: string }[]) =>
  Buffer.concat([
    ...entries.flatMap(({ name, type, data }) => {
      const header = Buffer.alloc(512)
      header.write(name)
      header.write(data.length.toString(8).padStart(11, '0'), 124)
      header.write(type, 156)
      header.write('ustar', 257)
      const blocks = Buffer.alloc(Math.ceil(data.length / 512) * 512)
      blocks.write(data)
      return [header, blocks]
    }),
    Buffer.alloc(1024),
  ])

test('a tar takes no longer than it is long, however many headers are in it', () => {
  const file = { name: 'a.conf', type: '0', data: 'x' }
  /** Attributes that no two headers share. */
  const global = (n: number) => ({
    name: 'g',
    type: 'g',
    data: Array.from({ length: 50 }, (_, k) => `9 ${(n * 50 + k).toString(36)}=1`).join('\n'),
  })
  const tars = {
    attributes: [file, ...Array.from({ length: 3_000 }, (_, n) => global(n)), file],
    files: Array.from({ length: 15_000 }, (_, n) => ({ name: `f${n}`, type: '0', data: '' })),
    names: [file, ...Array.from({ length: 3_000 }, () => ({ name: 'l', type: 'L', data: 'n/'.repeat(500) })), file],
  }
  for (const [what, entries] of Object.entries(tars)) {
    const begun = processorMs()
    const found = unpack([{ name: 'x.tar', bytes: tarBy(entries) }])
    expect(processorMs() - begun, what).toBeLessThan(500)
    expect(whys(found).at(-1), what).toMatch(/^the rest: comes after .*, and is not read$/)
  }
})

test('a tar that ends with an empty file has that file', () => {
  const tar = tarBy([{ name: 'last', type: '0', data: '' }])
  expect(text(unpack([{ name: 'x.tar', bytes: tar.subarray(0, 512) }]))).toEqual({ last: '' })
})

test('more files than anyone has', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, bytes('')]))
  const found = unpack([{ name: 'x.zip', bytes: zipSync(many) }])
  expect(found.files).toHaveLength(256)
  expect(found.leftOut).toHaveLength(44)
})

test('a tar whose size is negative ends', () => {
  const tar = tarOf(inet6)
  tar.set(bytes('-0000002000\0'), 124)
  expect(whys(unpack([{ name: 'x.tar', bytes: tar }]))).toEqual(['x.tar: is damaged'])
})

it('takes any bytes, cut or changed anywhere', () => {
  const archives = [zipSync({ a: bytes('x'.repeat(900)) }), tarOf(inet6), gzipSync(tarOf(inet6))]
  fc.assert(
    fc.property(fc.constantFrom(...archives), fc.nat(4000), fc.nat(255), fc.nat(4000), (archive, at, byte, length) => {
      const changed = archive.slice(0, Math.max(1, length % (archive.length + 1)))
      changed[at % changed.length] = byte
      for (const file of unpack([{ name: 'x', bytes: changed }]).files)
        expect(file.bytes.length).toBeLessThanOrEqual(8 << 20)
    }),
  )
})
