/** The intent is on disk: whether the person wants home, and by which profile. After a crash the helper restores the intent. */
import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { removeFile, replaceFile } from '../files/durable-file.ts'

export const Intent = v.object({
  want: v.picklist(['up', 'down']),
  /** The profile that the intent is, or was last, about. */
  profile: v.nullable(v.string()),
})
export type Intent = v.InferOutput<typeof Intent>

const nothingWanted: Intent = { want: 'down', profile: null }

export interface IntentStore {
  read(): Intent
  /** Returns when the intent is on disk. Throws where it cannot be written; the intent to be away can be kept on a full disk too. */
  write(intent: Intent): void
}

export function openIntent(path: string): IntentStore {
  return {
    read() {
      if (!existsSync(path)) return nothingWanted
      try {
        return v.parse(Intent, JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        // A file that cannot be parsed was not written by us, as we replace the file whole. The answer is to want
        // nothing, which changes nothing.
        return nothingWanted
      }
    },
    write(intent) {
      try {
        replaceFile(path, `${JSON.stringify(intent)}\n`)
      } catch (error) {
        if (intent.want === 'up') throw error
        // A disk that is full must not keep anyone from leaving: without the file nothing is wanted.
        removeFile(path)
      }
    },
  }
}
