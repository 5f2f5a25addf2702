/** A host's sender, from outside: it starts once and stays, so that what it is asked costs no program. */
import type { Shell } from '../machine/process.ts'
import type { Order, Report, SendOrder } from './sender.ts'

export interface Sender {
  /** Each way out once to each address. */
  once(order: SendOrder): Promise<Report>
  /** One packet so often, all ways in turn, until it is stopped. */
  stream(order: SendOrder & { readonly everyMs: number }): Promise<void>
  /** What the stream has sent. */
  stop(): Promise<Report>
  close(): void
}

const program = ['/project/node_modules/.bin/node', '/project/test/lab/sending/sender.ts']
const startsMs = 20_000

/** @param shell whose sockets they are: an ordinary user's */
export async function openSender(shell: Shell): Promise<Sender> {
  const process = shell.start(program)
  await process.waitFor(/^ready$/m, startsMs)
  /** Those who wait for a line each, the oldest first. */
  const waiting: PromiseWithResolvers<Report>[] = []
  let begun = ''
  process.onData((stream, chunk) => {
    if (stream !== 'stdout') return
    const [next = '', ...lines] = `${begun}${chunk}`.split('\n').toReversed()
    begun = next
    for (const line of lines.toReversed()) waiting.shift()?.resolve(JSON.parse(line) as Report)
  })
  const gone = () => {
    for (const one of waiting.splice(0)) one.reject(new Error(`the sender has ended: ${process.stderr}`))
  }
  process.exited.then(gone, gone)
  const ask = (order: Order): Promise<Report> => {
    const answer = Promise.withResolvers<Report>()
    waiting.push(answer)
    process.write(`${JSON.stringify(order)}\n`)
    return answer.promise
  }
  return {
    once: ask,
    stream: async (order) => void (await ask(order)),
    stop: () => ask({ stop: true }),
    close: () => process.signal('SIGKILL'),
  }
}
