/** Sends several echoes at once over one raw socket, and collects what came of each. */
import { familyOf } from '../../core/ip.ts'
import { crypto } from '../../crypto.ts'
import { answerTypes, echo, parseAnswer } from './icmp.ts'
import type { EchoAnswer, EchoRequest, SizedEchoAnswer, SizedEchoRequest, Where } from './probes.ts'
import { openSocket } from './raw-socket.ts'

/** The lengths of the packets of a plain `ping`, with 56 bytes of data. */
const ordinaryLength = { 4: 84, 6: 104 } as const

interface Sent {
  readonly length: number
  readonly at: number
  /** The round trip; null: no echo came back. */
  rttMs: number | null
  /** Whether the echo came back, or an error says that it will not. */
  settled: boolean
  refused: string | null
}

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
  /** After so many answers no more are waited for. */
  readonly enough?: number | undefined
}

async function volley(where: Where, lengths: readonly number[], timing: Timing): Promise<Volley> {
  const family = familyOf(where.target)
  const socket = await openSocket('icmp', where, { icmpTypes: answerTypes[family] })
  if (typeof socket === 'string') return { sent: [], named: null, errors: [socket] }
  const identifier = crypto().randomInt(0x10000)
  const errors = new Set<string>()
  let named: number | null = null
  try {
    const start = performance.now()
    const sent = lengths.map((length, sequence): Sent => {
      const at = performance.now()
      return {
        length,
        at,
        rttMs: null,
        settled: false,
        refused: socket.send(echo(family, identifier, sequence, length)),
      }
    })
    for (const { refused } of sent) if (refused !== null && refused !== 'EMSGSIZE') errors.add(`send: ${refused}`)
    let open = sent.filter(({ refused }) => refused === null).length
    let wanted = timing.enough ?? open
    let until = start + timing.deadlineMs
    while (open > 0 && wanted > 0 && performance.now() < until && (await socket.readable(until - performance.now()))) {
      const now = performance.now()
      for (const packet of socket.receive().packets) {
        const answer = parseAnswer(family, packet)
        const asked = answer?.identifier === identifier ? sent[answer.sequence] : undefined
        if (!answer || !asked || asked.settled) continue
        asked.settled = true
        open -= 1
        if (answer.kind === 'too-big') named = Math.min(named ?? answer.mtu, answer.mtu)
        else if (answer.kind === 'unreachable') errors.add(answer.why)
        else {
          asked.rttMs = now - asked.at
          wanted -= 1
          if (timing.quietMs !== undefined) until = now + timing.quietMs
        }
      }
    }
    where.signal?.throwIfAborted()
    return { sent, named, errors: [...errors] }
  } finally {
    socket.close()
  }
}

const smallest = (sent: readonly Sent[]) => {
  const times = sent.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]))
  return times.length === 0 ? null : Math.round(Math.min(...times) * 100) / 100
}

export async function echoes(request: EchoRequest): Promise<EchoAnswer> {
  const lengths = Array.from({ length: request.count }, () => ordinaryLength[familyOf(request.target)])
  const { sent, errors } = await volley(request, lengths, request)
  const received = sent.filter(({ rttMs }) => rttMs !== null).length
  return { sent: request.count, received, rttMs: smallest(sent), errors }
}

export async function sizedEchoes(request: SizedEchoRequest): Promise<SizedEchoAnswer> {
  const { sent, named, errors } = await volley(request, request.lengths, request)
  const answered = new Map<number, number>()
  for (const { length, rttMs } of sent) if (rttMs !== null) answered.set(length, (answered.get(length) ?? 0) + 1)
  const tooLong = new Set(sent.filter(({ refused }) => refused === 'EMSGSIZE').map(({ length }) => length))
  return { answered, tooLong, named, rttMs: smallest(sent), errors }
}
