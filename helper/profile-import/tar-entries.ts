/** Reads the files out of a tar (POSIX.1, ustar and pax; GNU's long names), as far as the limits of `archive.ts` allow. */
import { parseTar } from 'nanotar'
import { type Entry, mostBytes, mostFiles } from './archive.ts'

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

export function tarEntries(bytes: Uint8Array): readonly Entry[] | null {
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
