import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Change, FolderChange, LinkSysctlChange, SysctlChange } from '../core/change/change.ts'
import type { Line } from '../core/change/line.ts'
import { makeLines } from '../core/change/make.ts'
import { settingOf } from '../core/change/present.ts'
import { strayLines } from '../core/change/stray.ts'
import { isUnsettled, undoLines } from '../core/change/undo.ts'
import type { CommandRunner, Effects, Observer, Settings } from './ports.ts'
import type { ProcessStarter } from './processes.ts'

/** One program has this long for its batch of a few dozen lines: a person waits for it. */
const deadlineMs = 5_000

/** The system refused a change. `answer` holds the words of the program that was refused. */
export class EffectFailed extends Error {
  readonly change: Change
  readonly command: string
  readonly answer: string
  constructor(change: Change, command: string, answer: string) {
    super(`${command}: ${answer}`)
    this.change = change
    this.command = command
    this.answer = answer
  }
}

/** One line for `ip` or `nft`, and the change that the line belongs to; null where the line deletes something that no journal has. */
interface Step {
  readonly change: Change | null
  readonly line: Line
}
const stepsOf = (change: Change, lines: readonly Line[]): Step[] => lines.map((line) => ({ change, line }))

/**
 * `ip -batch` splits at white space and knows no escape for a quote (lib/utils.c makeargs). Words come from parsed
 * fields and our constants; only an alias holds free text.
 */
const quote = (word: string) =>
  /^[\w./:@-]+$/.test(word) ? word : `"${word.replace(/[^\p{L}\p{N} .:@/_()-]/gu, '_')}"`
const batchLine = ({ family, words }: Line) => (family === 'inet' ? words : words.map(quote)).join(' ')

/**
 * The batches in the order in which they run: all lines of a batch are given to one process. Whatever protects is made first and
 * undone last: filters of nftables ("inet") before the addresses that they protect, refusals of both families ("both") before
 * the links that they protect. Links count as IPv4 (`ip link` takes any family), so they are made before all of IPv6, and
 * deleted after it. Within a family the lines keep their order.
 */
const order = {
  make: [['inet'], ['both', 4], [6]],
  undo: [[6], [4, 'both'], ['inet']],
} as const satisfies Record<string, readonly (readonly Line['family'][])[]>

/** The kinds of change that are made without `ip` or `nft`. */
const others: ReadonlySet<Change['kind']> = new Set(['folder', 'process', 'link-sysctl', 'sysctl'])

/**
 * The command that reads a batch from standard input. `ip` without a family takes the family of each line's addresses, and IPv4 for
 * a line without addresses. With `-force` `ip` goes on after a line that failed: when a batch is undone, a line whose object
 * has gone meanwhile must not keep the others from being undone.
 */
const command = (family: Line['family'], mode: keyof typeof order) =>
  family === 'inet'
    ? { program: 'nft', args: ['-f', '-'] }
    : {
        program: 'ip',
        args: [...(family === 6 ? ['-6'] : []), ...(mode === 'undo' ? ['-force'] : []), '-batch', '-'],
      }

function makeFolder({ path, files, user }: FolderChange): void {
  // A folder that is there already was left by a helper whose journal was lost: nobody else may write in the runtime folder.
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { mode: 0o700 })
  for (const { name, content } of files) {
    const file = join(path, name)
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o700 })
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
    if (user !== undefined) for (const owned of [dirname(file), file]) chownSync(owned, user, user)
  }
}

export function createEffects(
  runner: CommandRunner,
  observer: Observer,
  settings: Settings,
  processes: ProcessStarter,
): Effects {
  /** Runs the batches. While undoing, a failure is no error here: the kernel is read afterwards, and shows what is left. */
  async function run(steps: readonly Step[], mode: keyof typeof order, signal?: AbortSignal) {
    for (const families of order[mode]) {
      const batch = families.flatMap((family) => steps.filter(({ line }) => line.family === family))
      if (batch.length === 0) continue
      const { program, args } = command(families[0], mode)
      const { exitCode, stderr } = await runner.run(program, args, {
        stdin: `${batch.map(({ line }) => batchLine(line)).join('\n')}\n`,
        deadlineMs,
        signal,
      })
      if (exitCode === 0 || mode === 'undo') continue
      // "Command failed -:3" (ip), "/dev/stdin:3:1-9" (nft): the third line.
      const failed = batch[Number(/(?:-|stdin):(\d+)/.exec(stderr)?.[1] ?? 1) - 1] ?? batch[0]
      if (failed?.change) throw new EffectFailed(failed.change, `${program} ${batchLine(failed.line)}`, stderr.trim())
    }
  }

  /** A setting that cannot be written (/proc/sys is read-only in some containers) is refused by the system, as a line of `ip` is. */
  function writeSetting(change: SysctlChange | LinkSysctlChange) {
    const { interface: link, name, value } = change
    try {
      settings.write(change)
    } catch (error) {
      throw new EffectFailed(change, `sysctl -w net.ipv6.conf.${link}.${name}=${value}`, (error as Error).message)
    }
  }

  async function makeOther(change: Change) {
    if (change.kind === 'folder') makeFolder(change)
    if (change.kind === 'link-sysctl') writeSetting(change)
    // A link that has gone since the change was planned needs no setting.
    if (change.kind === 'sysctl' && settingOf(change, settings.read()) !== undefined) writeSetting(change)
    if (change.kind === 'process') await processes.start(change)
  }

  const unsettled = (changes: readonly Change[]) =>
    changes.filter((change) => change.kind === 'sysctl' && isUnsettled(change, settings.read()))

  return {
    async make(changes, signal) {
      let pending: Step[] = []
      for (const change of changes) {
        if (others.has(change.kind)) {
          await run(pending, 'make', signal)
          pending = []
          await makeOther(change)
        } else pending.push(...stepsOf(change, makeLines(change)))
      }
      await run(pending, 'make', signal)
    },

    async undo(changes, signal) {
      if (changes.length === 0) return []
      const backwards = changes.toReversed()
      const survived = new Set<Change>()
      // Daemons end first: a daemon that lives on would make the states and policies anew that are deleted next.
      for (const change of backwards)
        if (change.kind === 'process' && (await processes.end(change.role)).length > 0) survived.add(change)
      // Forwarding is switched off before the rules and filters go that restrict it: in between, the laptop would forward anything.
      // The settings are put back in order, as the kernel copies a value written for "all" to every link.
      for (const change of backwards)
        if (change.kind === 'sysctl' && isUnsettled(change, settings.read()))
          settings.write({ ...change, value: change.before })
      const left = async () => {
        const now = await observer.observe()
        return backwards.flatMap((change) => stepsOf(change, undoLines(change, now)))
      }
      let steps = await left()
      // The batch is repeated for as long as each run leaves less: `ip` ends a batch at an object of xfrm that is gone already, also
      // with `-force` (xfrm_policy_get_or_delete of iproute2), and does not come to the lines after it.
      for (let before = Number.POSITIVE_INFINITY; steps.length > 0 && steps.length < before; ) {
        before = steps.length
        await run(steps, 'undo', signal)
        steps = await left()
      }
      for (const change of backwards) {
        if (change.kind === 'folder') rmSync(change.path, { recursive: true, force: true })
      }
      const resisted = steps.map(({ change }) => change)
      return [...new Set([...survived, ...unsettled(backwards), ...resisted.filter((change) => change !== null)])]
    },

    async sweep(keep, signal) {
      await processes.endLeftovers()
      const strays = strayLines(await observer.observe(), keep)
      await run(
        strays.map((line) => ({ change: null, line })),
        'undo',
        signal,
      )
    },
  }
}
