/** Sends several echoes over one raw socket, at once or one after another, and collects what came of each. */
import { familyOf } from '../../core/ip.ts'
import { crypto } from '../../crypto.ts'
import { answerTypes, echo, parseAnswer } from './icmp.ts'
import type { EchoAnswer, EchoRequest, SizedEchoAnswer, SizedEchoRequest, Where } from './probes.ts'
import { openSocket } from './raw-socket.ts'

/** The lengths of the packets of a plain `ping`, with 56 bytes of data. */
const ordinaryLength = { 4: 84, 6: 104 } as const
/**
 * Plain echoes are sent so far apart (ms). Echoes of one burst share its fate: a link that roams, a full queue or a router that limits its
 * answers drops all of them.
 */
const intervalMs = 500

interface Sent {
  readonly length: number
  /** The time at which the echo was sent; null: its turn did not come, as enough had been answered. */
  at: number | null
  /** The round trip; null: no echo came back. */
  rttMs: number | null
  /** Whether the echo came back, or an error says that it will not. */
  settled: boolean
  refused: string | null
}

type OpenSocket = typeof openSocket

interface Volley {
  readonly sent: readonly Sent[]
  readonly named: number | null
  readonly errors: readonly string[]
}

interface Timing {
  /** The first answer is waited for this long. */
  readonly deadlineMs: number
  /** After an answer the next one is waited for this long; absent: until the deadline. */
  readonly quietMs?: number | undefined
  /** After so many answers no more are sent or waited for. */
  readonly enough?: number | undefined
  /** The time between two echoes; absent: all are sent at once. */
  readonly apartMs?: number
}

async function volley(where: Where, lengths: readonly number[], timing: Timing, open: OpenSocket): Promise<Volley> {
  const family = familyOf(where.target)
  const socket = await open('icmp', where, { icmpTypes: answerTypes[family] })
  if (typeof socket === 'string') return { sent: [], named: null, errors: [socket] }
  const { deadlineMs, quietMs, apartMs = 0 } = timing
  const identifier = crypto().randomInt(0x10000)
  const errors = new Set<string>()
  const all = lengths.map((length): Sent => ({ length, at: null, rttMs: null, settled: false, refused: null }))
  let named: number | null = null
  const send = (one: Sent, sequence: number) => {
    one.at = performance.now()
    one.refused = socket.send(echo(family, identifier, sequence, one.length))
    one.settled = one.refused !== null
    if (one.refused !== null && one.refused !== 'EMSGSIZE') errors.add(`send: ${one.refused}`)
  }
  try {
    const start = performance.now()
    let wanted = timing.enough ?? all.length
    let until = start + deadlineMs
    for (;;) {
      const at = performance.now()
      for (const [sequence, one] of all.entries())
        if (one.at === null && at >= start + sequence * apartMs) send(one, sequence)
      const next = all.findIndex(({ at: sentAt }) => sentAt === null)
      const isOver = next < 0 && all.every(({ settled }) => settled)
      const wait = Math.min(until, next < 0 ? until : start + next * apartMs) - performance.now()
      if (isOver || wanted <= 0 || performance.now() >= until || where.signal?.aborted) break
      if (!(await socket.readable(wait))) continue
      const now = performance.now()
      for (const packet of socket.receive().packets) {
        const answer = parseAnswer(family, packet)
        const asked = answer?.identifier === identifier ? all[answer.sequence] : undefined
        if (!answer || !asked || asked.at === null || asked.settled) continue
        asked.settled = true
        if (answer.kind === 'too-big') named = Math.min(named ?? answer.mtu, answer.mtu)
        else if (answer.kind === 'unreachable') errors.add(answer.why)
        else {
          asked.rttMs = now - asked.at
          wanted -= 1
          if (quietMs !== undefined) until = now + quietMs
        }
      }
    }
    where.signal?.throwIfAborted()
    return { sent: all.filter(({ at }) => at !== null), named, errors: [...errors] }
  } finally {
    socket.close()
  }
}

const smallest = (sent: readonly Sent[]) => {
  const times = sent.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]))
  return times.length === 0 ? null : Math.round(Math.min(...times) * 100) / 100
}

export async function echoes(request: EchoRequest, open: OpenSocket = openSocket): Promise<EchoAnswer> {
  const lengths = Array.from({ length: request.count }, () => ordinaryLength[familyOf(request.target)])
  const { sent, errors } = await volley(request, lengths, { ...request, apartMs: intervalMs }, open)
  const received = sent.filter(({ rttMs }) => rttMs !== null).length
  return { sent: sent.length, received, rttMs: smallest(sent), errors }
}

export async function sizedEchoes(request: SizedEchoRequest): Promise<SizedEchoAnswer> {
  const { sent, named, errors } = await volley(request, request.lengths, request, openSocket)
  const answered = new Map<number, number>()
  for (const { length, rttMs } of sent) if (rttMs !== null) answered.set(length, (answered.get(length) ?? 0) + 1)
  const tooLong = new Set(sent.filter(({ refused }) => refused === 'EMSGSIZE').map(({ length }) => length))
  return { answered, tooLong, named, rttMs: smallest(sent), errors }
}
