/** The limits of archives and what is read out of them: no file and no archive of anybody's configuration is larger. */

/** The contract allows as many and as large files where they come one by one (`ImportRequest` in helper/contract/import.ts). */
export const mostFiles = 256
export const mostBytes = 1_048_576
export const mostTogether = 8 * mostBytes

export interface Entry {
  readonly name: string
  /** Null where the entry is no file that can be read: too large, damaged, a link. */
  readonly bytes: Uint8Array | null
  readonly why?: string
}

/** Joins the chunks to one array; `length` is that of all of them. */
export const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** An archive is inflated so many bytes at a time, so that one that would inflate to gigabytes ends at the limit. */
export const step = 16384
