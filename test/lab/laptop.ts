/** This module runs the product on a world's laptop: the real helper inside the lab, its socket and the real command line outside. */
import { execFile } from 'node:child_process'
import { chown, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import { connectHelper, type HelperClient } from '../../main/helper-client.ts'
import { forwardSocket } from './hosts/forward.ts'
import { type Host, userId } from './hosts/host.ts'
import { checkout } from './machine/places.ts'
import type { RunningProcess } from './machine/process.ts'
import { toToml, type WrittenProfile } from './profile.ts'

/** Node starts in half a second under emulation, in two where nothing is cached; a recovery comes before it listens. */
const listensMs = 60_000
const endsMs = 20_000

export const helperPlaces = {
  socket: '/run/roam6/helper.sock',
  state: '/var/lib/roam6',
  runtime: '/run/roam6',
} as const

export interface HelperOptions {
  /** The path is relative to dist/. */
  readonly program?: string
  readonly env?: Readonly<Record<string, string>>
  readonly state?: string
}

export interface CliResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly timeoutMs?: number
  readonly input?: string
  /** Where this is aborted, the command is ended, and its promise rejects. */
  readonly signal?: AbortSignal
}

export interface Laptop {
  readonly host: Host
  /** This socket is outside the lab; its connections arrive at the helper as the laptop's person. */
  readonly socket: string
  helper: RunningProcess
  /** This is all output of all helpers that ran here. */
  log(): string
  startHelper(options?: HelperOptions): Promise<void>
  /** Sends SIGTERM: the helper undoes everything and ends. */
  stopHelper(): Promise<void>
  /** Halts the helper while `act` runs: it mends nothing that is changed meanwhile. */
  whileHalted<T>(act: () => Promise<T>): Promise<T>
  /** Ends the helper at once, whatever it is doing, as a crash does. Its children stay. */
  killHelper(): Promise<void>
  /** Runs the real `roam6`, outside, against the forwarded socket. */
  cli(args: readonly string[], options?: CliOptions): Promise<CliResult>
  /** Asks the helper as the app does, by a connection that stays. */
  status(): Promise<Snapshot>
  /** The person's wishes one directly after the other, none waited for before the next; resolves when all are answered. */
  wishes(...wishes: readonly { readonly verb: 'up' | 'down'; readonly profile?: string }[]): Promise<void>
  install(profile: WrittenProfile): Promise<void>
  close(): Promise<void>
}

/**
 * @param folder where the forwarded socket is to be; short, a socket's path has 107 bytes at most
 * @param owner who outside may connect, where it is not only ourselves
 */
export async function openLaptop(host: Host, folder: string, owner?: { uid: number; gid: number }): Promise<Laptop> {
  const socket = join(folder, 'helper.sock')
  const stopForwarding = await forwardSocket(host.user, helperPlaces.socket, socket)
  if (owner) for (const path of [folder, socket]) await chown(path, owner.uid, owner.gid)
  const helpers: RunningProcess[] = []
  /** One connection for as long as its helper lives: under emulation a new one takes longer than the question. */
  let asked: HelperClient | undefined
  const helperClient = async () => {
    if (asked) return asked
    const helper = await connectHelper({ socket, chosen: true })
    if (!helper.ok) throw new Error(`the helper is not reached: ${helper.failure.code}`)
    asked = helper.value
    asked.onClose(() => {
      asked = undefined
    })
    return asked
  }
  const hangUp = () => asked?.close()
  const current = () => {
    const helper = helpers.at(-1)
    if (!helper) throw new Error('no helper was started on this laptop')
    return helper
  }
  /** To the helper alone, not to what it has started, which `RunningProcess.signal` would reach too. */
  const signalHelper = (name: 'TERM' | 'KILL' | 'STOP') =>
    host.attempt(['pkill', `-${name}`, '--oldest', '--full', '/dist/(helper|test)/.*[.]mjs'])
  const laptop: Laptop = {
    host,
    socket,
    get helper() {
      return current()
    },
    log: () => helpers.map(({ stdout, stderr }) => stdout + stderr).join('\n— the next helper —\n'),
    async startHelper({ program = 'roam6-helper', env = {}, state = helperPlaces.state } = {}) {
      const { socket: inside, runtime } = helperPlaces
      const places = ['--socket', inside, '--state', state, '--runtime', runtime, '--allow-uid', String(userId)]
      const helper = host.start([`/project/dist/${program}`, ...places], { env })
      helpers.push(helper)
      await helper.waitFor(/listens on/, listensMs)
    },
    async stopHelper() {
      hangUp()
      await signalHelper('TERM')
      const overdue = setTimeout(() => current().signal('SIGKILL'), endsMs)
      const { signal } = await current().exited
      clearTimeout(overdue)
      if (signal === 'SIGKILL') throw new Error(`the helper did not end within ${endsMs / 1000} s of SIGTERM`)
    },
    async whileHalted(act) {
      await signalHelper('STOP')
      try {
        return await act()
      } finally {
        // The signal goes to all of the group: `nsenter` has stopped together with its child.
        current().signal('SIGCONT')
      }
    },
    async killHelper() {
      hangUp()
      await signalHelper('KILL')
      await current().exited
    },
    cli(args, { timeoutMs = 60_000, input = '', signal } = {}) {
      return new Promise((done, failed) => {
        const program = join(checkout, 'dist/roam6')
        const child = execFile(
          program,
          ['--socket', socket, ...args],
          { timeout: timeoutMs, ...(signal ? { signal } : {}) },
          (error, stdout, stderr) => {
            const code = child.exitCode
            if (code !== null) done({ code, stdout, stderr })
            else
              failed(
                new Error(`roam6 ${args.join(' ')}: no end within ${timeoutMs} ms\n${stdout}${stderr}`, {
                  cause: error,
                }),
              )
          },
        )
        child.stdin?.end(input)
      })
    },
    async status() {
      const answer = await (await helperClient()).request('status', {})
      if (!answer.ok) throw new Error(`the helper does not say its state: ${answer.failure.code}`)
      return answer.value
    },
    async wishes(...wishes) {
      const client = await helperClient()
      const answers = wishes.map(({ verb, profile }) =>
        verb === 'down' ? client.request('down', {}) : client.request('up', profile === undefined ? {} : { profile }),
      )
      for (const answer of await Promise.all(answers))
        if (!answer.ok) throw new Error(`the helper refuses: ${answer.failure.code}`)
    },
    async install(profile) {
      const file = join(folder, 'profile.toml')
      await writeFile(file, toToml(profile), { mode: 0o600 })
      const { code, stdout, stderr } = await laptop.cli(['import', '--replace', file])
      await rm(file)
      if (code !== 0) throw new Error(`roam6 import ended with ${code}\n${stdout}${stderr}`)
    },
    async close() {
      hangUp()
      await stopForwarding()
      const last = helpers.at(-1)
      last?.signal('SIGKILL')
      await last?.exited.catch(() => {})
    },
  }
  return laptop
}
