/** The few calls of libc for sockets that choose how their packets leave, which Node cannot be asked for. */
import { constants } from 'node:os'
import koffi from 'koffi'

const library = koffi.load('libc.so.6')
koffi.struct('iovec', { base: 'void *', length: 'size_t' })
koffi.struct('msghdr', {
  name: 'void *',
  nameLength: 'uint32_t',
  vectors: 'iovec *',
  vectorCount: 'size_t',
  control: 'void *',
  controlLength: 'size_t',
  flags: 'int',
})
const call = <Call>(prototype: string) => library.func(prototype) as Call

const callSocket = call<(family: number, type: number, protocol: number) => number>('int socket(int, int, int)')
const callOption = call<(fd: number, level: number, name: number, value: Buffer, length: number) => number>(
  'int setsockopt(int, int, int, void *, uint32_t)',
)
const callBind = call<(fd: number, address: Buffer, length: number) => number>('int bind(int, void *, uint32_t)')
const callConnect = call<(fd: number, address: Buffer, length: number) => number>('int connect(int, void *, uint32_t)')
const callSendmsg = call<(fd: number, message: object, flags: number) => number>('intptr_t sendmsg(int, msghdr *, int)')
const callClose = call<(fd: number) => number>('int close(int)')

/** null where the call succeeded. */
export type Refusal = string | null
const judged = (result: number): Refusal => {
  if (result >= 0) return null
  const number = koffi.errno()
  return Object.entries(constants.errno).find(([, known]) => known === number)?.[0] ?? `errno ${number}`
}

export const inet = { 4: 2, 6: 10 } as const
/** <bits/socket_type.h>; nothing here waits. */
const types = { udp: 2, tcp: 1 } as const
const nonBlocking = 0o4000

export function openSocket(family: 4 | 6, type: keyof typeof types): number {
  const fd = callSocket(inet[family], types[type] | nonBlocking, 0)
  if (fd < 0) throw new Error(`socket: ${judged(fd)}`)
  return fd
}

export const setOption = (fd: number, level: number, name: number, value: Buffer): Refusal =>
  judged(callOption(fd, level, name, value, value.length))
export const bindTo = (fd: number, address: Buffer): Refusal => judged(callBind(fd, address, address.length))
export const connectTo = (fd: number, address: Buffer): Refusal => judged(callConnect(fd, address, address.length))
export const closeSocket = (fd: number): void => void callClose(fd)

/** @param control ancillary data (cmsg(3)); empty for none */
export function send(fd: number, to: Buffer, data: Buffer, control: Buffer, flags: number): Refusal {
  const message = {
    name: to,
    nameLength: to.length,
    vectors: [{ base: data, length: data.length }],
    vectorCount: 1,
    control: control.length > 0 ? control : null,
    controlLength: control.length,
    flags: 0,
  }
  return judged(callSendmsg(fd, message, flags))
}
