import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Change, Family, FolderChange } from '../core/change/change.ts'
import type { IpLine } from '../core/change/make.ts'
import { ipLines, sysctlPath } from '../core/change/make.ts'
import { strayLines } from '../core/change/stray.ts'
import { undoLines } from '../core/change/undo.ts'
import type { CommandRunner, Effects, Observer } from './ports.ts'
import { endProcesses, type ProcessStarter } from './processes.ts'

const deadlineMs = 10_000

/** A change that the system refused, with its own words. */
export class EffectFailed extends Error {
  readonly command: string
  readonly answer: string
  constructor(command: string, answer: string) {
    super(`${command}: ${answer}`)
    this.command = command
    this.answer = answer
  }
}

/**
 * `ip -batch` splits at white space and knows no escape for a quote (lib/utils.c makeargs). Words come from parsed
 * fields and our constants; only an alias holds free text.
 */
const quote = (word: string) =>
  /^[\w./:@-]+$/.test(word) ? word : `"${word.replace(/[^\p{L}\p{N} .:@/_()-]/gu, '_')}"`
const batchLine = ({ words }: IpLine) => words.map(quote).join(' ')

/**
 * One process a family instead of one a line. Links are IPv4's business here (`ip link` does not care): they are made
 * before everything else and, undone, deleted last. Within a family the order stays.
 */
const byFamily = (lines: readonly IpLine[], order: readonly Family[]) =>
  order.map((family) => ({ family, lines: lines.filter((line) => line.family === family) }))

function makeFolder({ path, files, user }: FolderChange): void {
  mkdirSync(path, { mode: 0o700 })
  for (const { name, content } of files) {
    const file = join(path, name)
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 })
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
    if (user !== undefined) for (const owned of [dirname(file), file]) chownSync(owned, user, user)
  }
}

/** @param role prefix of the roles of all our programs. */
export function createEffects(
  runner: CommandRunner,
  observer: Observer,
  processes: ProcessStarter,
  role: string,
): Effects {
  async function ip(lines: readonly IpLine[], mode: 'make' | 'undo', signal?: AbortSignal) {
    for (const { family, lines: run } of byFamily(lines, mode === 'make' ? [4, 6] : [6, 4])) {
      if (run.length === 0) continue
      // By force: a line whose object went away meanwhile must not keep the others from being undone.
      const force = mode === 'undo' ? ['-force'] : []
      const { exitCode, stderr } = await runner.run('ip', [`-${family}`, ...force, '-batch', '-'], {
        stdin: `${run.map(batchLine).join('\n')}\n`,
        deadlineMs,
        signal,
      })
      if (exitCode === 0 || mode === 'undo') continue
      // "Command failed -:3": the third line.
      const failedLine = run[Number(/Command failed -:(\d+)/.exec(stderr)?.[1] ?? 1) - 1]
      throw new EffectFailed(`ip ${failedLine ? batchLine(failedLine) : ''}`, stderr.trim())
    }
  }

  async function makeOther(change: Change) {
    if (change.kind === 'folder') makeFolder(change)
    if (change.kind === 'link-sysctl') writeFileSync(sysctlPath(change), String(change.value))
    if (change.kind === 'process') await processes.start(change)
  }

  return {
    async make(changes, signal) {
      let pending: IpLine[] = []
      for (const change of changes) {
        if (change.kind === 'folder' || change.kind === 'process' || change.kind === 'link-sysctl') {
          await ip(pending, 'make', signal)
          pending = []
          await makeOther(change)
        } else pending.push(...ipLines(change))
      }
      await ip(pending, 'make', signal)
    },

    async undo(changes) {
      const backwards = changes.toReversed()
      // A daemon first: while it lives it makes states and policies that we are about to delete.
      for (const change of backwards) if (change.kind === 'process') await processes.end(change.role)
      const linesFor = async () => {
        const now = await observer.observe()
        return backwards.map((change) => ({ change, lines: undoLines(change, now) }))
      }
      const lines = (await linesFor()).flatMap((undo) => undo.lines)
      if (lines.length > 0) await ip(lines, 'undo')
      for (const change of backwards) {
        if (change.kind === 'folder') rmSync(change.path, { recursive: true, force: true })
      }
      if (lines.length === 0) return []
      return (await linesFor()).filter((undo) => undo.lines.length > 0).map((undo) => undo.change)
    },

    async sweep(keep) {
      await endProcesses(role)
      const lines = strayLines(await observer.observe(), keep)
      if (lines.length > 0) await ip(lines, 'undo')
    },
  }
}
