/**
 * This module signals a process through a descriptor (pidfd_open(2), pidfd_send_signal(2), Linux 5.3) instead of by its number: the number
 * may belong to another process by the time of the signal, the descriptor never does. Node has no API for either call.
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
  // koffi is loaded for the first leftover only: most helpers never find one.
  syscall ??= koffi.load('libc.so.6').func('long syscall(long, long, long, long, long)') as Syscall
  return Number(syscall(...args))
}

/**
 * The process is held by its descriptor first; then `stillMeant` says whether this number still names the process that the caller means;
 * only then the signal is sent.
 */
export function signalProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL', stillMeant: () => boolean): void {
  const descriptor = call(SYS_pidfd_open, pid, 0, 0, 0)
  // The process has ended by itself.
  if (descriptor < 0) return
  try {
    if (stillMeant()) call(SYS_pidfd_send_signal, descriptor, constants.signals[signal], 0, 0)
  } finally {
    closeSync(descriptor)
  }
}
