/** Has files read by a process that can harm nobody, one for each request, and believes nothing of its answer but its form. */
import { isolated } from '../core/change/isolated.ts'
import { maxAnswerBytes, ReadAnswer, type ReadRequest } from '../profile-import/answer.ts'
import { RequestFailed } from '../rpc/request-failed.ts'
import { checkShape } from '../rpc/shape.ts'
import type { OwnProcesses, Program } from '../system/own-processes.ts'
import type { Log } from '../system/ports.ts'

/** V8 maps 0.6 GB before it does anything, of which 45 MB are there. */
const limits = { dataBytes: 1024 * 1024 * 1024, cpuSeconds: 8, processes: 64, descriptors: 64 }
/** An archive of 8 MiB unpacked, as text and as what was read out of it. */
const heapMiB = 256
/** What it complains of, at most. */
const complaintBytes = 4 * 1024
const answerShape = { depth: 16, values: 50_000 }

/** Rejects with a `RequestFailed`. @param user whose request it is: each has one read at a time, so that none takes another's turn */
export type ReadFiles = (request: ReadRequest, user: number, signal: AbortSignal) => Promise<ReadAnswer>

export interface ImportChildOptions {
  readonly own: OwnProcesses
  /** The Node to run. */
  readonly node: string
  /** profile-import/child/main.ts, or what it was bundled to. */
  readonly code: string
  readonly log: Log
}

export function createImportReader({ own, node, code, log }: ImportChildOptions): ReadFiles {
  const { program, arguments: args } = isolated(node, [`--max-old-space-size=${heapMiB}`, code], limits)
  const read = async (request: ReadRequest, signal: AbortSignal) => {
    signal.throwIfAborted()
    const child = own.spawn(program, args, { input: 'pipe', signal })
    return answerOf(await run(child, JSON.stringify(request), signal), log)
  }
  /** Of each user the last that was begun. */
  const turns = new Map<number, Promise<unknown>>()
  return (request, user, signal) => {
    const before = turns.get(user) ?? Promise.resolve()
    const mine = before.then(() => read(request, signal))
    const ended = mine
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(user) === ended) turns.delete(user)
      })
    turns.set(user, ended)
    return mine
  }
}

interface Ended {
  readonly answer: Buffer
  readonly complaint: string
  /** Null: all is well. */
  readonly why: string | null
}

function run(child: Program, request: string, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let length = 0
    let complaint = ''
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length
      if (length > maxAnswerBytes) child.kill('SIGKILL')
      else pieces.push(piece)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, complaintBytes)
    })
    child.on('error', (error) => {
      if (signal.aborted) reject(signal.reason)
      else resolve({ answer: Buffer.alloc(0), complaint: error.message, why: 'it could not be started' })
    })
    child.on('close', (exitCode, by) => {
      const why =
        length > maxAnswerBytes ? 'its answer is too long' : exitCode === 0 ? null : `it ended by ${by ?? exitCode}`
      resolve({ answer: Buffer.concat(pieces), complaint, why })
    })
    // A process that ends without reading is judged by how it ends.
    child.stdin?.on('error', () => {})
    child.stdin?.end(request)
  })
}

function answerOf({ answer, complaint, why }: Ended, log: Log): ReadAnswer {
  if (why === null) {
    const parsed = parsedAnswer(answer)
    if (parsed?.success) return parsed.data
  }
  log('helper', 'warn', `files were not read: ${why ?? 'the answer is none'}`)
  if (complaint !== '') log('import', 'debug', complaint)
  throw new RequestFailed(
    'bad-profile',
    'These files could not be read: they take more time or memory than any honest ones.',
    {
      remedy: 'Give only the files that belong to the connection.',
    },
  )
}

function parsedAnswer(answer: Buffer) {
  try {
    checkShape(answer, answerShape)
    return ReadAnswer.safeParse(JSON.parse(answer.toString('utf8')))
  } catch {
    return undefined
  }
}
