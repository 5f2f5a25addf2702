/** This module boots a guest from the image. The guest dies with the process that booted it. */
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseAccelerator } from './accelerator.ts'
import { type AgentPlace, type Connection, connectToAgent } from './connection.ts'
import type { Image } from './image.ts'
import { portIsTaken } from './qemu.ts'
import { type Accelerator, kinds } from './start.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'

/** Under emulation a guest is up in 6 s where nothing else runs. */
const bootMs = 90_000

export interface GuestOptions {
  readonly accelerator?: Accelerator
  /** This raw disk image outlives the guest: see `Guest.disk`. */
  readonly disk?: string
  /** This guest does not have these kernel modules. */
  readonly without?: readonly string[]
}

export interface Guest {
  /** The guest runs by this means. */
  readonly accelerator: Accelerator | 'own kernel'
  readonly place: AgentPlace
  /** This folder has the console and other files of the guest, and is removed at its end. */
  readonly folder: string
  readonly connection: Connection
  readonly pid: number
  /** The disk of its options is this device inside the guest. */
  readonly disk: string
  /** Ends at once, as a power cut does: nothing inside gets to sync. */
  cut(): Promise<void>
}

export async function bootGuest(image: Image, options: GuestOptions = {}): Promise<Guest> {
  const accelerator = options.accelerator ?? (await chooseAccelerator(image))
  const { start, disk, lacks } = kinds[accelerator]
  const missing = lacks?.()
  if (missing !== undefined) throw new Error(missing)
  const { without = [] } = options
  const words = without.length > 0 ? [`roam6.without=${without.join(',')}`] : []
  for (;;) {
    const folder = temporaryFolder('lab')
    const token = randomBytes(16).toString('hex')
    await writeFile(join(folder, 'token'), token, { mode: 0o600 })
    const console = join(folder, 'console.log')
    const output = openSync(console, 'w', 0o600)
    const { child, at, pid } = start({ image, ...(options.disk ? { disk: options.disk } : {}), words, folder, output })
    closeSync(output)
    const place = { at, token }
    const gone = new AbortController()
    const ended = new Promise<void>((done) => {
      child.once('exit', () => done())
      child.once('error', () => done())
    }).then(() => gone.abort(new Error(`the guest died\n${lastLines(console)}`)))
    const cut = async () => {
      child.kill('SIGKILL')
      await ended
      removeTemporary(folder)
    }
    try {
      const overdue = AbortSignal.timeout(bootMs)
      const connection = await connectToAgent(place, AbortSignal.any([gone.signal, overdue]), () => lastLines(console))
      return { accelerator, place, folder, connection, pid: pid(), disk, cut }
    } catch (error) {
      const said = (await readFile(console, 'utf8').catch(() => '')) || 'nothing on its console'
      await cut()
      if (gone.signal.aborted && said.includes(portIsTaken)) continue
      const why = gone.signal.aborted
        ? 'the guest died while booting'
        : `the guest was not up within ${bootMs / 1000} s`
      throw new Error(`${why}; its console:\n${said}`, { cause: error })
    }
  }
}

/** Returns the last lines of a console, for the message of an error. */
export function lastLines(file: string, count = 40): string {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    return `its console ended with:\n${lines.slice(-count).join('\n')}`
  } catch {
    return 'its console is gone'
  }
}
