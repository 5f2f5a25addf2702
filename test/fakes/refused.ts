/** This module has what the fakes of the kernel's parts share. */

/** Refuses with the name of the kernel's error. */
export class Refused extends Error {}

/** Words as keys with what follows each. */
export const pairs = (words: readonly string[]) =>
  new Map(words.flatMap((word, i) => (words[i + 1] === undefined ? [] : [[word, words[i + 1] as string] as const])))
