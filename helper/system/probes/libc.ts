/**
 * The few calls of libc that sockets of our own need and Node has not: raw ICMP, marks, binding to a device, no
 * fragmentation. Loaded with the first probe, for most of a helper's life needs none.
 */
type Poll = (fds: Buffer, count: number, timeoutMs: number) => number
export interface Libc {
  socket(family: number, type: number, protocol: number): number
  close(fd: number): number
  setsockopt(fd: number, level: number, name: number, value: Buffer, length: number): number
  connect(fd: number, address: Buffer, length: number): number
  sendto(fd: number, data: Buffer, length: number, flags: number, address: Buffer | null, addressLength: number): number
  recvfrom(
    fd: number,
    data: Buffer,
    length: number,
    flags: number,
    address: Buffer | null,
    addressLength: Uint32Array | null,
  ): number
  eventfd(initial: number, flags: number): number
  read(fd: number, data: Buffer, length: number): number
  write(fd: number, data: Buffer, length: number): number
  /** In a thread of Node's pool: nothing waits in the event loop. */
  readonly poll: Poll & {
    async(fds: Buffer, count: number, timeoutMs: number, done: (error: unknown, ready: number) => void): void
  }
  /** Of the call just made. */
  errno(): number
}

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
    sendto: call<Libc['sendto']>('intptr_t sendto(int, void *, size_t, int, void *, uint32_t)'),
    recvfrom: call<Libc['recvfrom']>(
      'intptr_t recvfrom(int, _Out_ void *, size_t, int, _Out_ void *, _Inout_ uint32_t *)',
    ),
    eventfd: call<Libc['eventfd']>('int eventfd(uint32_t, int)'),
    read: call<Libc['read']>('intptr_t read(int, _Out_ void *, size_t)'),
    write: call<Libc['write']>('intptr_t write(int, void *, size_t)'),
    poll: call<Libc['poll']>('int poll(_Inout_ void *, unsigned long, int)'),
    errno: () => koffi.errno(),
  }
  return loaded
}
