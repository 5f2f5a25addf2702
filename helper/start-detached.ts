/**
 * `roam6-helper start`: what the app runs through polkit's dialogue. The helper goes on by itself, from a copy of the
 * program that only root can write: what a person's checkout becomes later is nothing to root.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ownFolder } from './files/own-folder.ts'
import { peerOf } from './rpc/peer.ts'
import { processFacts } from './system/proc.ts'

export interface StartOptions {
  readonly socket: string
  readonly state: string
  readonly runtime: string
  readonly allowedUid: number
}

/** A slow disk copies 120 MB of Node, and the helper recovers before it listens. */
const listenMs = 30_000
const replaceMs = 20_000

/** Folder of an installed package, seen from this file: where its package.json lies, above its entry. */
function packageFolder(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/** The program and its parts, which lie beside it. */
const codeOf = (main: string) =>
  readdirSync(dirname(main))
    .filter((name) => name === basename(main) || name === 'profile-import.mjs' || /^part-.*[.]mjs$/.test(name))
    .sort()

/** Says whether the copy is this very program: its code, and the runtime's path, size and time. */
function fingerprint(main: string): string {
  const { size, mtimeMs } = statSync(process.execPath)
  const hash = createHash('sha256').update(`${process.execPath} ${size} ${mtimeMs}`)
  for (const name of codeOf(main)) hash.update(name).update(readFileSync(join(dirname(main), name)))
  return hash.digest('hex')
}

/** Copies whole beside the old one, then takes its place. Returns the folder. */
function installCopy(state: string, main: string): string {
  const folder = join(state, 'program')
  const stamp = join(folder, 'fingerprint')
  const wanted = fingerprint(main)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(join(fresh, 'helper'), { recursive: true, mode: 0o700 })
  cpSync(process.execPath, join(fresh, 'node'))
  for (const name of codeOf(main)) cpSync(join(dirname(main), name), join(fresh, 'helper', name))
  const native = `@koromix/koffi-linux-${process.arch}`
  for (const name of ['koffi', native]) {
    cpSync(packageFolder(name), join(fresh, 'node_modules', name), { recursive: true, dereference: true })
  }
  writeFileSync(join(fresh, 'fingerprint'), wanted)
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return folder
}

/** Whoever authorised this start wants this helper: one that serves the socket already makes room, if it is root's. */
async function replaceRunning(socket: string): Promise<void> {
  const pid = await new Promise<number | null>((resolve, reject) => {
    const probe = connect(socket)
    probe.once('error', () => resolve(null))
    probe.once('connect', () => {
      const peer = peerOf(probe)
      probe.destroy()
      if (peer.uid === 0) resolve(peer.pid)
      else reject(new Error(`${socket} belongs to user ${peer.uid}, not to a helper`))
    })
  })
  if (pid === null) return
  process.kill(pid, 'SIGTERM')
  const deadline = Date.now() + replaceMs
  while (processFacts(pid)) {
    if (Date.now() > deadline) throw new Error(`the running helper (pid ${pid}) does not end`)
    await delay(50)
  }
}

/** Resolves when the helper listens. */
export async function startDetached({ socket, state, runtime, allowedUid }: StartOptions): Promise<void> {
  const folder = installCopy(ownFolder(state, 0o700), process.argv[1] ?? '')
  await replaceRunning(socket)
  const log = join(state, 'helper.log')
  const descriptor = openSync(log, 'w', 0o600)
  const options = ['--socket', socket, '--state', state, '--runtime', runtime, '--allow-uid', String(allowedUid)]
  // With the runtime's own options as the launcher gave them.
  const child = spawn(join(folder, 'node'), [...process.execArgv, join(folder, 'helper/main.mjs'), ...options], {
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', descriptor, descriptor],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(readFileSync(log, 'utf8').trim().split('\n').at(-1))))
  })
  const listening = async () => {
    const deadline = Date.now() + listenMs
    while (!readFileSync(log, 'utf8').includes('listens on')) {
      if (Date.now() > deadline) throw new Error(`the helper does not listen after ${listenMs / 1000} s; see ${log}`)
      await delay(50)
    }
  }
  await Promise.race([listening(), ended])
  child.unref()
}
