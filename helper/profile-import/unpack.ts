/**
 * Archives among the given files (zip, tar, gzip) as the files in them. Nothing is written anywhere: a name in an archive
 * is only what files call one another. Links and devices are left out; sizes and counts have an end.
 */
import { Gunzip, Unzip, UnzipInflate } from 'fflate'
import { parseTar } from 'nanotar'
import type { LeftOut } from '../contract/import.ts'

export interface PlainFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Unpacked {
  readonly files: readonly PlainFile[]
  readonly leftOut: readonly LeftOut[]
}

/** As the contract has it for files that come one by one. */
const mostFiles = 256
const mostBytes = 1_048_576
const mostTogether = 8 * mostBytes
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

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Steps, so that what inflates to gigabytes ends at the limit. */
const step = 16384

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

interface Entry {
  readonly name: string
  /** Null where it is none: too large, damaged, a link. */
  readonly bytes: Uint8Array | null
  readonly why?: string
}

/** More came out of an archive than any configuration has: the rest of the archive is not read. */
class TooMuch extends Error {}

function zipEntries(bytes: Uint8Array): readonly Entry[] | null {
  const entries: Entry[] = []
  let together = 0
  const unzip = new Unzip((file) => {
    if (file.name.endsWith('/') || entries.length >= mostFiles * 2) return
    const chunks: Uint8Array[] = []
    let length = 0
    let ended = false
    const end = (entry: Entry) => {
      if (!ended) entries.push(entry)
      ended = true
    }
    file.ondata = (error, chunk, final) => {
      length += chunk?.length ?? 0
      together += chunk?.length ?? 0
      if (length > mostBytes) end({ name: file.name, bytes: null, why: 'is too large' })
      if (together > mostTogether) throw new TooMuch()
      if (error) end({ name: file.name, bytes: null, why: 'is damaged' })
      else if (length <= mostBytes) {
        chunks.push(chunk)
        if (final) end({ name: file.name, bytes: joined(chunks, length) })
      }
    }
    try {
      file.start()
    } catch {
      end({ name: file.name, bytes: null, why: 'is packed in a way that is not known here' })
    }
  })
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < bytes.length; at += step) unzip.push(bytes.subarray(at, at + step), at + step >= bytes.length)
  } catch (error) {
    if (error instanceof TooMuch)
      entries.push({
        name: 'the rest',
        bytes: null,
        why: `comes after ${mostTogether / mostBytes} MB, and is not read`,
      })
    return entries.length > 0 ? entries : null
  }
  return entries
}

/** A header, and the granule of what follows it (POSIX.1, ustar). */
const block = 512
/** Bytes of long names and attributes together (types x and g of pax, L, K and N of GNU): nanotar copies the attributes with each entry. */
const mostAttributes = 16_384
const isAttributes = (type: string) => 'xgLKN'.includes(type)

interface Extent {
  /** Where what is read ends. */
  readonly end: number
  /** What ends it before the archive does; null where all is read. */
  readonly limit: string | null
}

/**
 * Finds how much of a tar is read. Null where a size is none: it is octal, at 124 (POSIX.1, ustar), and nanotar follows any number it
 * finds, a negative one too, and would then not end.
 */
function extentOf(bytes: Uint8Array): Extent | null {
  let entries = 0
  let attributes = 0
  let at = 0
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const digits = String.fromCharCode(...bytes.subarray(at + 124, at + 136)).replace(/[\0 ]+$/, '')
    const size = /^ *[0-7]{1,11}$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
    if (!(size <= bytes.length - at - block)) return null
    if (isAttributes(String.fromCharCode(bytes[at + 156] ?? 0))) attributes += size
    if (attributes > mostAttributes) return { end: at, limit: `${mostAttributes / 1024} KB of names and attributes` }
    if (entries === 2 * mostFiles) return { end: at, limit: `${entries} entries` }
    entries += 1
    at += block + Math.ceil(size / block) * block
  }
  return { end: at, limit: null }
}

function tarEntries(bytes: Uint8Array): readonly Entry[] | null {
  const extent = extentOf(bytes)
  if (!extent) return null
  // A copy that begins with its buffer, from where nanotar reads, and ends with the blocks without which it passes over the last entry.
  const whole = new Uint8Array(extent.end + 2 * block)
  whole.set(bytes.subarray(0, extent.end))
  try {
    const entries = parseTar(whole)
      .filter(({ type }) => type !== 'directory' && type !== 'extendedHeader' && type !== 'globalExtendedHeader')
      .map(({ name, type, data }) => {
        if (type !== 'file' && type !== undefined)
          return { name, bytes: null, why: 'is no file but a link or a device' }
        if ((data?.length ?? 0) > mostBytes) return { name, bytes: null, why: 'is too large' }
        return { name, bytes: data ?? new Uint8Array() }
      })
    if (extent.limit === null) return entries
    return [...entries, { name: 'the rest', bytes: null, why: `comes after ${extent.limit}, and is not read` }]
  } catch {
    return null
  }
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
