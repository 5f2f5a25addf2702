/**
 * At most one helper works on a state folder: it holds an flock(2) on the folder itself. Only root can open that folder, so no stranger can
 * take the lock first, as they could take the name of an abstract socket; and the kernel releases the lock however its holder ends.
 */
import { openSync } from 'node:fs'
import koffi from 'koffi'

/** bits/fcntl-linux.h */
const LOCK_EX = 2
const LOCK_NB = 4

/**
 * The lock is held until this process ends: its descriptor is never closed, and no started program inherits it (Node opens files with
 * O_CLOEXEC).
 * @throws where another process holds it
 */
export function lockState(folder: string): void {
  const flock = koffi.load('libc.so.6').func('int flock(int, int)') as (descriptor: number, operation: number) => number
  const descriptor = openSync(folder, 'r')
  if (flock(descriptor, LOCK_EX | LOCK_NB) !== 0) throw new Error(`another helper keeps its state in ${folder}`)
}
