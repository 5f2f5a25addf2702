/** Each request is read by a process of its own, without powers. This module starts the process, limits it, and checks the form of its answer. */
import * as v from 'valibot'
import { isolated } from '../core/change/isolated.ts'
import {
  maxAnswerBytes,
  ReadAnswer,
  type ReadRequest,
  readerArguments,
  readerLimits,
  unreadable,
} from '../profile-import/answer.ts'
import { RequestFailed } from '../rpc/request-failed.ts'
import { checkShape } from '../rpc/shape.ts'
import type { OwnProcesses, Program } from '../system/own-processes.ts'
import type { Log } from '../system/ports.ts'

/** So many bytes of the process's standard error go to the log; the rest is dropped. */
const complaintBytes = 4 * 1024
const answerShape = { depth: 16, values: 50_000 }

/** Rejects with a `RequestFailed`. @param user sends the request: the requests of one user are read one after the other, so that no user takes another's turn */
export type ReadFiles = (request: ReadRequest, user: number, signal: AbortSignal) => Promise<ReadAnswer>

export interface ImportChildOptions {
  readonly own: OwnProcesses
  /** Path of the Node that runs the code. */
  readonly node: string
  /** Path of profile-import/child/main.ts, or of the bundle that was made of it. */
  readonly code: string
  readonly log: Log
}

export function createImportReader({ own, node, code, log }: ImportChildOptions): ReadFiles {
  const { program, arguments: args } = isolated(node, readerArguments(code), readerLimits)
  const read = async (request: ReadRequest, signal: AbortSignal) => {
    signal.throwIfAborted()
    const child = own.spawn(program, args, { input: 'pipe', signal })
    return answerOf(await run(child, JSON.stringify(request), signal), log)
  }
  /** The last request of each user, settled when its process has ended: the user's next request waits for it. */
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
  /** Says why there is no answer; null where there is one. */
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
    // A process that ends without reading its input is judged by its exit code.
    child.stdin?.on('error', () => {})
    child.stdin?.end(request)
  })
}

function answerOf({ answer, complaint, why }: Ended, log: Log): ReadAnswer {
  if (why === null) {
    const parsed = parsedAnswer(answer)
    if (parsed) return parsed
  }
  log('helper', 'warn', `files were not read: ${why ?? 'the answer is none'}`)
  if (complaint !== '') log('import', 'debug', complaint)
  throw new RequestFailed('bad-profile', unreadable.message, { remedy: unreadable.remedy })
}

function parsedAnswer(answer: Buffer): ReadAnswer | undefined {
  try {
    checkShape(answer, answerShape)
    return v.parse(ReadAnswer, JSON.parse(answer.toString('utf8')))
  } catch {
    return undefined
  }
}
