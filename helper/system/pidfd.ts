/**
 * Signals to a process that is named by a descriptor instead of by its number (pidfd_open(2), pidfd_send_signal(2), Linux 5.3):
 * a number may be another process's by the time of the signal, a descriptor never is. Node has no API for either call.
 */
import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import koffi from 'koffi'

/** asm-generic/unistd.h: the same numbers on every architecture since Linux 5.1. */
const SYS_pidfd_send_signal = 424
const SYS_pidfd_open = 434

type Syscall = (number: number, first: number, second: number, third: number, fourth: number) => number
let syscall: Syscall | undefined
const call: Syscall = (...args) => {
  // Loaded with the first leftover: most helpers never find one.
  syscall ??= koffi.load('libc.so.6').func('long syscall(long, long, long, long, long)') as Syscall
  return Number(syscall(...args))
}

/** Sends the signal where `stillMeant` says, with the process held by its descriptor, that it is the one that is meant. */
export function signalProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL', stillMeant: () => boolean): void {
  const descriptor = call(SYS_pidfd_open, pid, 0, 0, 0)
  // It has ended by itself.
  if (descriptor < 0) return
  try {
    if (stillMeant()) call(SYS_pidfd_send_signal, descriptor, constants.signals[signal], 0, 0)
  } finally {
    closeSync(descriptor)
  }
}
