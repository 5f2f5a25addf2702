/** This fake gives again what a kernel once answered (`test/golden/netlink`). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Asked } from '../../helper/core/netlink/answer.ts'
import { decodeMessages } from '../../helper/core/netlink/message.ts'
import type { NetlinkProtocol } from '../../helper/core/netlink/question.ts'
import type { TakeSocket } from '../../helper/system/netlink/socket.ts'

export interface Recorded {
  /** "6.18.44 x64" */
  readonly kernel: string
  /** Datagrams in hexadecimal, by protocol and type of the question; of nftables also by its content. */
  readonly answers: Readonly<Record<string, readonly string[]>>
}

/** NETLINK_NETFILTER (linux/netlink.h). */
const nftables = 12

/** Each question is answered as if it were the first one of its socket. */
export const recordedAs: Asked = { port: 1, sequence: 1 }

export function answerName(protocol: NetlinkProtocol, request: Uint8Array): string {
  const { type, body } = decodeMessages(request)[0] ?? { type: 0, body: new Uint8Array() }
  // Of nftables, two tables are asked about with the same type of question.
  const about = protocol === nftables ? `/${Buffer.from(body).toString('hex')}` : ''
  return `${protocol}/${type}${about}`
}

export const recordedOf = (name: string): Recorded =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../golden/netlink', `${name}.json`), 'utf8'))

/** @param change what becomes of each datagram before it is given */
export const replayed =
  ({ answers }: Recorded, change: (datagram: Uint8Array) => Uint8Array = (datagram) => datagram): TakeSocket =>
  async (protocol) => {
    let answer: readonly string[] | undefined
    return {
      asked: recordedAs,
      async send(request) {
        answer = answers[answerName(protocol, request)]
        return answer ? null : 'ENOTSUP'
      },
      async receive() {
        return (answer ?? []).map((datagram) => change(Uint8Array.from(Buffer.from(datagram, 'hex'))))
      },
      release() {},
    }
  }
