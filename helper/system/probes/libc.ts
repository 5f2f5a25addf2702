/**
 * The few calls of libc that Node has not: for sockets of our own (netlink, raw ICMP, marks, binding to a device, no fragmentation) and
 * for memory.
 */
import { constants } from 'node:os'

type Poll = (fds: Buffer, count: number, timeoutMs: number) => number
type SendTo = (
  ...call: [fd: number, data: Uint8Array, length: number, flags: number, address: Buffer | null, addressLength: number]
) => number
type ReceiveMany = (fd: number, vector: Buffer, count: number, flags: number, timeout: null) => number
/** A call that `async` makes in a thread of Node's pool, so that the event loop does not wait. While `done` runs, `errno` is that of this call. */
type InThread<Call extends (...call: never[]) => number> = Call & {
  async(...call: [...Parameters<Call>, done: (error: unknown, result: number) => void]): void
}
export interface Libc {
  readonly socket: InThread<(family: number, type: number, protocol: number) => number>
  close(fd: number): number
  setsockopt(fd: number, level: number, name: number, value: Buffer, length: number): number
  connect(fd: number, address: Buffer, length: number): number
  bind(fd: number, address: Buffer, length: number): number
  getsockname(fd: number, address: Buffer, length: Uint32Array): number
  readonly sendto: InThread<SendTo>
  /** An array of struct mmsghdr (recvmmsg(2)), as many of which are filled as it returns. */
  readonly recvmmsg: InThread<ReceiveMany>
  recvfrom(
    fd: number,
    data: Buffer,
    length: number,
    flags: number,
    address: Buffer | null,
    addressLength: Uint32Array | null,
  ): number
  /** Takes a structure. */
  readonly ioctl: InThread<(fd: number, request: number, argument: Buffer) => number>
  /** Takes a number. */
  readonly ioctlNumber: InThread<(fd: number, request: number, argument: number) => number>
  eventfd(initial: number, flags: number): number
  read(fd: number, data: Buffer, length: number): number
  write(fd: number, data: Buffer, length: number): number
  readonly poll: InThread<Poll>
  /** Returns free memory of the heap to the kernel (malloc_trim(3), glibc's). */
  malloc_trim(keep: number): number
  /** Gives the address of a buffer, for structures that point to others. */
  address(buffer: Buffer): bigint
  /** Gives the error number of the call just made. */
  errno(): number
}

/** "EMSGSIZE", or the number where Node has no name for it. */
export const errorName = (errno: number): string =>
  Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`

/** Makes a call in a thread. @returns what the call returned, or the name of its error */
export const inThread = (
  c: Libc,
  call: (done: (error: unknown, result: number) => void) => void,
): Promise<number | string> =>
  new Promise((resolve, reject) =>
    call((error, result) => {
      if (error) reject(error)
      else resolve(result < 0 ? errorName(c.errno()) : result)
    }),
  )

let loaded: Libc | undefined

export async function libc(): Promise<Libc> {
  if (loaded) return loaded
  const { default: koffi } = await import('koffi')
  const library = koffi.load('libc.so.6')
  const call = <Call>(prototype: string) => library.func(prototype) as Call
  loaded = {
    socket: call<Libc['socket']>('int socket(int, int, int)'),
    close: call<Libc['close']>('int close(int)'),
    setsockopt: call<Libc['setsockopt']>('int setsockopt(int, int, int, void *, uint32_t)'),
    connect: call<Libc['connect']>('int connect(int, void *, uint32_t)'),
    bind: call<Libc['bind']>('int bind(int, void *, uint32_t)'),
    getsockname: call<Libc['getsockname']>('int getsockname(int, _Out_ void *, _Inout_ uint32_t *)'),
    recvmmsg: call<Libc['recvmmsg']>('int recvmmsg(int, _Inout_ void *, unsigned int, int, void *)'),
    sendto: call<Libc['sendto']>('intptr_t sendto(int, void *, size_t, int, void *, uint32_t)'),
    recvfrom: call<Libc['recvfrom']>(
      'intptr_t recvfrom(int, _Out_ void *, size_t, int, _Out_ void *, _Inout_ uint32_t *)',
    ),
    ioctl: call<Libc['ioctl']>('int ioctl(int, unsigned long, _Inout_ void *)'),
    ioctlNumber: call<Libc['ioctlNumber']>('int ioctl(int, unsigned long, long)'),
    eventfd: call<Libc['eventfd']>('int eventfd(uint32_t, int)'),
    read: call<Libc['read']>('intptr_t read(int, _Out_ void *, size_t)'),
    write: call<Libc['write']>('intptr_t write(int, void *, size_t)'),
    poll: call<Libc['poll']>('int poll(_Inout_ void *, unsigned long, int)'),
    malloc_trim: call<Libc['malloc_trim']>('int malloc_trim(size_t)'),
    address: (buffer) => koffi.address(buffer),
    errno: () => koffi.errno(),
  }
  return loaded
}
