/** This module takes the files that the app is called with, as a file manager does ("Open with"), and keeps them until the window asks for them. */
import { resolve } from 'node:path'
import * as v from 'valibot'
import type { Reply, WindowFile } from './contract/bridge.ts'
import { readFiles } from './read-files.ts'

/** What a second call of the app says to the first one: nothing, where that is of another version. */
export const Call = v.fallback(v.object({ paths: v.array(v.string()) }), { paths: [] })
export type Call = v.InferOutput<typeof Call>

/**
 * Returns the absolute paths among the words of a call: all but options, and after "--" every word.
 *
 * @param words program and arguments
 * @param own words that say which app Electron runs, in a checkout
 */
export function givenPaths(words: readonly string[], own: readonly string[]): string[] {
  const given = words.slice(1)
  const end = given.includes('--') ? given.indexOf('--') : given.length
  const named = given.slice(0, end).filter((word) => !word.startsWith('-') && !own.includes(word))
  return [...named, ...given.slice(end + 1)].map((word) => resolve(word))
}

export class GivenFiles {
  #paths: readonly string[] = []

  add(paths: readonly string[]): void {
    this.#paths = [...this.#paths, ...paths]
  }

  /** Reads them, each once: none where none were given since. */
  take(): Reply<readonly WindowFile[]> {
    const paths = this.#paths
    this.#paths = []
    return paths.length > 0 ? readFiles(paths) : { ok: true, value: [] }
  }
}
