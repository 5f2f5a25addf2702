/**
 * Run inside a host, as root: prints what its kernel answers to each question of a look, byte for byte, for `test/golden/netlink`.
 * Keys of security associations are blanked.
 *
 *     node test/lab/shell.ts run laptop -- /project/node_modules/.bin/node /project/test/lab/netlink/record-answers.ts
 */
import { readFileSync } from 'node:fs'
import { arch } from 'node:os'
import { guardTable, inputTable } from '../../../helper/core/change/marks.ts'
import { attributeList } from '../../../helper/core/netlink/attributes.ts'
import { decodeMessages, encodeMessage } from '../../../helper/core/netlink/message.ts'
import type { NetlinkProtocol } from '../../../helper/core/netlink/question.ts'
import { createAsk } from '../../../helper/system/netlink/ask.ts'
import { readFilters } from '../../../helper/system/netlink/read-filters.ts'
import { readNetwork } from '../../../helper/system/netlink/read-network.ts'
import { readXfrm } from '../../../helper/system/netlink/read-xfrm.ts'
import { createSockets, type TakeSocket } from '../../../helper/system/netlink/socket.ts'
import { createTurns } from '../../../helper/system/netlink/turns.ts'
import { answerName, type Recorded, recordedAs } from '../../fakes/recorded-netlink.ts'

const xfrm = 6
/** linux/xfrm.h: XFRM_MSG_NEWSA, and the length of its struct xfrm_usersa_info. */
const newAssociation = 0x10
const associationLength = 224
/** XFRMA_ALG_AUTH, _CRYPT, _AEAD, _AUTH_TRUNC: a name of 64 bytes, lengths, the key. */
const algorithms: ReadonlySet<number> = new Set([1, 2, 18, 20])
const algorithmNameLength = 64

/** Each message as the answer to the first question of a socket, without keys. */
function asRecorded(protocol: NetlinkProtocol, datagram: Uint8Array): string {
  const messages = decodeMessages(datagram.slice()).map(({ type, flags, body }) => {
    if (protocol === xfrm && type === newAssociation)
      for (const [attribute, content] of attributeList(body, associationLength))
        if (algorithms.has(attribute)) content.fill(0, algorithmNameLength)
    return encodeMessage({ ...recordedAs, type, flags, body })
  })
  return Buffer.concat(messages).toString('hex')
}

const answers: Record<string, readonly string[]> = {}
const sockets = createSockets()
const recording: TakeSocket = async (protocol) => {
  const socket = await sockets(protocol)
  if (typeof socket === 'string') return socket
  const datagrams: string[] = []
  return {
    ...socket,
    send(request) {
      answers[answerName(protocol, request)] = datagrams
      return socket.send(request)
    },
    async receive() {
      const received = await socket.receive()
      if (typeof received !== 'string') datagrams.push(...received.map((datagram) => asRecorded(protocol, datagram)))
      return received
    },
  }
}

const ask = createAsk(recording, createTurns(1), AbortSignal.timeout(10_000))
await readNetwork(ask)
await readXfrm(ask)
await readFilters(ask, [inputTable, guardTable])
const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim()
const recorded: Recorded = { kernel: `${kernel} ${arch()}`, answers }
console.log(JSON.stringify(recorded, null, 1))
