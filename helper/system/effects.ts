import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Change, FolderChange, LinkSysctlChange, SysctlChange } from '../core/change/change.ts'
import { makeRequests } from '../core/change/make.ts'
import { settingOf } from '../core/change/present.ts'
import type { Request } from '../core/change/request.ts'
import { requestWords } from '../core/change/request-words.ts'
import { strayRequests } from '../core/change/stray.ts'
import { isUnsettled, undoRequests } from '../core/change/undo.ts'
import type { Effects, Observer, Requests, Settings } from './ports.ts'
import type { ProcessStarter } from './processes.ts'
import { unlessAborted } from './unless-aborted.ts'

/** The system refused a change. `command` is what a person would type for the request, `answer` what the system says. */
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

/** Whatever protects is undone after what it protects: refusals of xfrm, and filters at the very end. All else is undone backwards. */
const protection: Readonly<Partial<Record<Change['kind'], number>>> = {
  'xfrm-block': 1,
  'input-filter': 2,
  'guard-filter': 2,
}
const protects = ({ kind }: Change): number => protection[kind] ?? 0

const isFilter = ({ kind }: Change) => kind === 'input-filter' || kind === 'guard-filter'

/**
 * Changes that are made while nft works at a filter that stands before them in the plan: nft takes as long as dozens of requests (40 ms in
 * the lab). None of them lets a packet pass that the filter is to stop; the addresses that a filter protects wait for it.
 */
const besideFilter: ReadonlySet<Change['kind']> = new Set([
  'rule',
  'xfrm-block',
  'xfrm-owner',
  'xfrm-pass',
  'link',
  'link-setting',
])

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
  requests: Requests,
  observer: Observer,
  settings: Settings,
  processes: ProcessStarter,
): Effects {
  /**
   * Sends the requests that undo something. One that is refused does not keep the others from being sent: its object may have gone
   * meanwhile, and the look afterwards shows what is left. Where the kernel does not answer at all, the rest would wait as well.
   */
  async function sendAll(undoing: readonly Request[], signal?: AbortSignal) {
    for (const request of undoing) {
      const refusal = await requests.send(request, signal)
      if (refusal?.error === 'ETIMEDOUT') return
    }
  }

  /** A setting that cannot be written (/proc/sys is read-only in some containers) is refused by the system, as a request is. */
  function writeSetting(change: SysctlChange | LinkSysctlChange) {
    const { interface: link, name, value } = change
    try {
      settings.write(change)
    } catch (error) {
      throw new EffectFailed(change, `sysctl -w net.ipv6.conf.${link}.${name}=${value}`, (error as Error).message)
    }
  }

  async function makeOne(change: Change, signal?: AbortSignal) {
    signal?.throwIfAborted()
    if (change.kind === 'folder') makeFolder(change)
    if (change.kind === 'link-sysctl') writeSetting(change)
    // A link that has gone since the change was planned needs no setting.
    if (change.kind === 'sysctl' && settingOf(change, settings.read()) !== undefined) writeSetting(change)
    if (change.kind === 'process') await processes.start(change)
    for (const request of makeRequests(change)) {
      const refusal = await requests.send(request, signal)
      if (refusal)
        throw new EffectFailed(
          change,
          requestWords(request).join(' '),
          [refusal.error, refusal.words].filter(Boolean).join(': '),
        )
    }
  }

  const unsettled = (changes: readonly Change[]) =>
    changes.filter((change) => change.kind === 'sysctl' && isUnsettled(change, settings.read()))

  return {
    async make(changes, signal) {
      let filter: Promise<void> = Promise.resolve()
      try {
        for (const change of changes) {
          if (!besideFilter.has(change.kind)) await filter
          if (isFilter(change)) {
            filter = makeOne(change, signal)
            // Whoever waits for it next is told of its failure.
            filter.catch(() => {})
          } else await makeOne(change, signal)
        }
        await filter
      } catch (error) {
        await filter.catch(() => {})
        throw error
      }
    },

    async undo(changes, signal) {
      if (changes.length === 0) return []
      const backwards = changes.toReversed()
      const survived = new Set<Change>()
      // Daemons end first: a daemon that lives on would make the states and policies anew that are deleted next.
      for (const change of backwards)
        if (change.kind === 'process' && (await processes.end(change.role, signal)).length > 0) survived.add(change)
      // Forwarding is switched off before the rules and filters go that restrict it: in between, the laptop would forward anything.
      // The settings are put back in order, as the kernel copies a value written for "all" to every link.
      for (const change of backwards)
        if (change.kind === 'sysctl' && isUnsettled(change, settings.read()))
          settings.write({ ...change, value: change.before })
      // A request that was given up may still be under way: what it makes is to be seen by the look.
      await requests.settled(signal)
      const now = await unlessAborted(signal, observer.observe())
      const undoing = backwards.toSorted((a, b) => protects(a) - protects(b))
      const sent = undoing.flatMap((change) => undoRequests(change, now))
      await sendAll(sent, signal)
      for (const change of backwards) {
        if (change.kind === 'folder') rmSync(change.path, { recursive: true, force: true })
      }
      const after = sent.length > 0 ? await unlessAborted(signal, observer.observe()) : now
      const resisted = backwards.filter((change) => undoRequests(change, after).length > 0)
      return [...new Set([...survived, ...unsettled(backwards), ...resisted])]
    },

    async sweep(keep, signal) {
      await processes.endLeftovers(signal)
      await requests.settled(signal)
      await sendAll(strayRequests(await unlessAborted(signal, observer.observe()), keep), signal)
    },
  }
}
