/** Reads the files out of a zip (APPNOTE), as far as the limits of `archive.ts` allow. */
import { Unzip, UnzipInflate } from 'fflate'
import { type Entry, joined, mostBytes, mostFiles, mostTogether, step } from './archive.ts'

/** More came out of an archive than any configuration has: the rest of the archive is not read. */
class TooMuch extends Error {}

export function zipEntries(bytes: Uint8Array): readonly Entry[] | null {
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
