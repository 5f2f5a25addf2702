/**
 * One helper for each state folder: an flock(2) on the folder itself. Only root can open it, so nobody else can take the lock
 * first (as they could a name of an abstract socket); and the kernel lets go of it however its holder ends.
 */
import { openSync } from 'node:fs'
import koffi from 'koffi'

/** bits/fcntl-linux.h */
const LOCK_EX = 2
const LOCK_NB = 4

/**
 * Held until this process ends: the descriptor is never closed, and no program that is started inherits it (Node opens with
 * O_CLOEXEC).
 * @throws where another process holds it
 */
export function lockState(folder: string): void {
  const flock = koffi.load('libc.so.6').func('int flock(int, int)') as (descriptor: number, operation: number) => number
  const descriptor = openSync(folder, 'r')
  if (flock(descriptor, LOCK_EX | LOCK_NB) !== 0) throw new Error(`another helper keeps its state in ${folder}`)
}
