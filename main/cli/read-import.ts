/** Files are read here without a helper, by the helper's own reader: a process within the same bounds, that ends with its answer. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import * as v from 'valibot'
import type { ImportRequest, ImportResult } from '../../helper/contract/import.ts'
import { bounded, isolated } from '../../helper/core/change/isolated.ts'
import { summarise } from '../../helper/core/profile/summary.ts'
import {
  maxAnswerBytes,
  ReadAnswer,
  type ReadRequest,
  readerArguments,
  readerLimits,
  unreadable,
} from '../../helper/profile-import/answer.ts'
import { type Answer, answered, failing } from '../helper-failure.ts'

/** It lies beside this program, as both are built and installed. */
const code = join(import.meta.dirname, '../helper/profile-import.mjs')

/** Gives the answer that a helper would give to a dry run. */
export async function readImport(
  { files, format, name, answers }: ImportRequest,
  signal: AbortSignal,
): Promise<Answer<ImportResult>> {
  const read = await answerTo({ files, format, name, answers }, signal)
  if (signal.aborted) return failing({ code: 'cancelled' })
  if (!read) return refused(unreadable)
  if (!read.ok) {
    const { what, ...where } = read.fault
    return refused({ message: what, ...where })
  }
  const { ok: _, profile, asWritten: __, ...told } = read
  return answered({ ...told, installed: false, summary: profile && summarise(profile) })
}

function refused({ message, ...where }: { message: string; place?: string; remedy?: string | undefined }) {
  const { place, remedy } = where
  const reason = { ...(place ? { place } : {}), ...(remedy ? { remedy } : {}) }
  return failing({ code: 'refused', message, reason: { code: 'bad-profile', ...reason } })
}

/** Resolves with undefined where the process gave no answer. */
function answerTo(request: ReadRequest, signal: AbortSignal): Promise<ReadAnswer | undefined> {
  const within = process.getuid?.() === 0 ? isolated : bounded
  const { program, arguments: args } = within(process.execPath, readerArguments(code), readerLimits)
  return new Promise((resolve) => {
    const child = spawn(program, args, { signal, env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
    const pieces: Buffer[] = []
    let length = 0
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length
      if (length > maxAnswerBytes) child.kill('SIGKILL')
      else pieces.push(piece)
    })
    child.on('error', () => resolve(undefined))
    child.on('close', (exit) => resolve(exit === 0 ? parsed(Buffer.concat(pieces)) : undefined))
    // A process that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(JSON.stringify(request))
  })
}

function parsed(answer: Buffer): ReadAnswer | undefined {
  try {
    return v.parse(ReadAnswer, JSON.parse(answer.toString('utf8')))
  } catch {
    return undefined
  }
}
