/**
 * Archives among the given files (zip, tar, gzip) as the files in them. Nothing is written anywhere: a name in an archive
 * is only what files call one another. Links and devices are left out; sizes and counts have an end.
 */
import { Gunzip } from 'fflate'
import type { LeftOut } from '../contract/import.ts'
import { joined, mostFiles, mostTogether, step } from './archive.ts'
import { tarEntries } from './tar-entries.ts'
import { zipEntries } from './zip-entries.ts'

export interface PlainFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Unpacked {
  readonly files: readonly PlainFile[]
  readonly leftOut: readonly LeftOut[]
}

const mostName = 255

const starts = (bytes: Uint8Array, ...magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte)
const isGzip = (bytes: Uint8Array) => starts(bytes, 0x1f, 0x8b, 8)
/** APPNOTE 4.3.7; an empty archive has only its end record (4.3.16). */
const isZip = (bytes: Uint8Array) => starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0x50, 0x4b, 5, 6)
/** "ustar" at 257 (POSIX.1, pax). */
const isTar = (bytes: Uint8Array) => bytes.length >= 512 && starts(bytes.subarray(257), 0x75, 0x73, 0x74, 0x61, 0x72)

/** "./a//b" is "a/b"; null for what would lead out of its folder, or is no name at all. */
export function plainName(name: string): string | null {
  const parts = name
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  const plain = parts.join('/')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  const bad = parts.includes('..') || /^([a-z]:)?[\\/]/i.test(name) || /[\u0000-\u001f\u007f]/.test(plain)
  return bad || plain === '' || plain.length > mostName ? null : plain
}

/** Null where it is damaged or too large. */
function gunzipped(bytes: Uint8Array): Uint8Array | null {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = new Gunzip((chunk) => {
    length += chunk.length
    if (length <= mostTogether) chunks.push(chunk)
  })
  try {
    for (let at = 0; at < bytes.length && length <= mostTogether; at += step)
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length)
  } catch {
    return null
  }
  return length > mostTogether ? null : joined(chunks, length)
}

/** An archive's files under its own folders; anything else as it is. An archive in an archive stays one. */
export function unpack(given: readonly PlainFile[]): Unpacked {
  const files: PlainFile[] = []
  const leftOut: LeftOut[] = []
  const leave = (what: string, file: string, why: string) => leftOut.push({ what, from: { file, line: null }, why })
  const add = (name: string, bytes: Uint8Array, archive: string) => {
    if (files.length >= mostFiles) leave(name.slice(0, mostName), archive, `there are more than ${mostFiles} files`)
    else files.push({ name, bytes })
  }
  for (const { name, bytes } of given) {
    const inflated = isGzip(bytes) ? gunzipped(bytes) : bytes
    if (inflated === null) {
      leave(name, name, 'is damaged or too large')
      continue
    }
    const entries = isZip(inflated) ? zipEntries(inflated) : isTar(inflated) ? tarEntries(inflated) : undefined
    if (entries === null) leave(name, name, 'is damaged')
    else if (entries === undefined) add(isGzip(bytes) ? name.replace(/\.gz$/, '') : name, inflated, name)
    else
      for (const entry of entries) {
        const plain = plainName(entry.name)
        if (plain === null) leave(entry.name.slice(0, mostName), name, 'has a name that leads out of its folder')
        else if (entry.bytes === null) leave(plain, name, entry.why ?? 'is damaged')
        else add(plain, entry.bytes, name)
      }
  }
  return { files, leftOut }
}
