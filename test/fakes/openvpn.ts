/** openvpn's management interface on a real UNIX socket, as far as the daemon that a test plays has one. */
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { DaemonWorld } from './daemon-world.ts'

/** These commands release OpenVPN from its hold, in this order. */
export const released = ['state on', 'log on all', 'hold off', 'hold release']

export class FakeOpenVpn {
  readonly role: string
  /** These are the commands that it was told. */
  readonly commands: string[] = []
  readonly #world: DaemonWorld
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  constructor(world: DaemonWorld) {
    this.#world = world
    this.role = join(world.ports.runtime, 'openvpn')
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      world.work()
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        world.work()
      })
      socket.on('data', (bytes) => {
        this.commands.push(...String(bytes).trim().split('\n'))
        world.work()
      })
    })
  }

  /** Tells whether it runs, and has a folder to listen in. */
  get isStarted(): boolean {
    return this.#world.processes.print().includes(`process ${this.role}`)
  }

  get connections(): number {
    return this.#sockets.size
  }

  get isReleased(): boolean {
    return this.commands.length >= released.length
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(join(this.role, 'management'), resolve)
    })
  }

  /** Started, listening, connected to, and released. */
  async ready(): Promise<void> {
    await this.#world.until(() => this.isStarted)
    await this.listen()
    await this.#world.until(() => this.isReleased)
  }

  send(text: string): void {
    this.#world.work()
    for (const socket of this.#sockets) socket.write(text)
  }

  /** Writes a line of its log, to its output and to whoever listens at its management interface. */
  say(line: string): void {
    this.#world.processes.say(this.role, `2026-01-01 12:00:00 ${line}`)
    this.send(`>LOG:1767268800,I,${line}\n`)
  }

  state(name: string, detail = ''): void {
    const at = name === 'CONNECTED' ? ',5.6.7.8,1194,192.168.0.2,40000' : ',,,,'
    this.send(`>STATE:1767268800,${name},${detail},${at},\n`)
  }

  /** Connects, as with a gateway that is as it should be. */
  connect(): void {
    this.say("Outgoing Data Channel: Cipher 'AES-256-GCM' initialized with 256 bit key")
    this.state('CONNECTED', 'SUCCESS')
  }

  exit(exitCode = 1): void {
    this.hangUp()
    this.#world.processes.exit(this.role, { exitCode, signal: null })
  }

  hangUp(): void {
    this.#world.work()
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): Promise<void> {
    this.hangUp()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}
