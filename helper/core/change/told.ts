import type { Change } from './change.ts'

/** Writes a change for people and logs, without the content of a daemon's files: keys, and a person's password, are in them. */
export const toldOf = (change: Change): string =>
  JSON.stringify(change, (key, value: unknown) => (key === 'content' ? '…' : value))
