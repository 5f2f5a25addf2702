import type { Change } from './change.ts'

/** A change for people and logs. What is in the files of a daemon's folder is not said: keys, and a person's password, are in them. */
export const toldOf = (change: Change): string =>
  JSON.stringify(change, (key, value: unknown) => (key === 'content' ? '…' : value))
