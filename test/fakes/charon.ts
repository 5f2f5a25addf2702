/** charon as far as VICI tells: it answers on a real UNIX socket, and connects as a test wants it to. */
import { writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { section } from '../../helper/core/layer/ike/section.ts'
import { type Packet, packetType } from '../../helper/strongswan/vici-message.ts'
import type { DaemonWorld } from './daemon-world.ts'
import { confirm, notKnown, raise, reply, ViciServer } from './vici-server.ts'

const plugins = 'random nonce openssl kdf pem pkcs1 pkcs8 x509 kernel-netlink socket-default updown vici'

/** Here the gateway has proved itself, and agreed. */
export const proof = "authentication of 'tunnel.my.domain' with RSA_EMSA_PKCS1_SHA2_256 successful"

export interface CharonManners {
  version: string
  plugins: string
  /** These commands are never answered. */
  readonly mute: Set<string>
  /** The daemon does not know these events. */
  readonly unknown: Set<string>
  /** These commands are answered with success=no. */
  readonly refused: Set<string>
  /** The daemon logs these lines while it initiates. */
  says: readonly string[]
  /** `initiate` ends with this. */
  initiate: 'up' | 'fails'
  /** What is established: keys of list-sa's IKE_SA and of its CHILD_SA; null where nothing is. */
  established: { readonly ike: object; readonly child: object } | null
  /** The DNS servers that its command writes down; null where it writes nothing. */
  nameServers: string | null
}

export const security = {
  ike: {
    state: 'ESTABLISHED',
    'local-host': '192.168.0.2',
    'local-port': '40110',
    'remote-host': '5.6.7.8',
    'remote-port': '4500',
    'nat-local': 'yes',
    'remote-id': 'tunnel.my.domain',
    'encr-alg': 'AES_GCM_16',
    'encr-keysize': '256',
    'prf-alg': 'PRF_HMAC_SHA2_256',
    'dh-group': 'CURVE_25519',
    established: '1',
    'local-vips': ['192.168.101.1'],
  },
  child: {
    state: 'INSTALLED',
    mode: 'TUNNEL',
    encap: 'yes',
    'encr-alg': 'AES_GCM_16',
    'encr-keysize': '256',
    'spi-in': 'c0000001',
    'spi-out': 'c0000002',
    'rekey-time': '3000',
    'bytes-in': '0',
    'bytes-out': '0',
    'local-ts': ['192.168.101.1/32'],
    'remote-ts': ['192.168.101.0/24'],
  },
}

export class FakeCharon {
  readonly role: string
  readonly manners: CharonManners = {
    version: '6.0.1',
    plugins,
    mute: new Set(),
    unknown: new Set(),
    refused: new Set(),
    says: [proof],
    initiate: 'up',
    established: security,
    nameServers: 'PLUTO_DNS4_1=192.168.101.2\n',
  }
  readonly #world: DaemonWorld
  readonly #server: ViciServer

  constructor(world: DaemonWorld) {
    this.#world = world
    this.role = join(world.ports.runtime, 'charon')
    this.#server = new ViciServer((packet, socket) => this.#answer(packet, socket))
  }

  get isStarted(): boolean {
    return this.#world.processes.print().includes(`process ${this.role}`)
  }

  get connections(): number {
    return this.#server.sockets.size
  }

  /** These are the commands and registrations so far, in their order. */
  get asked(): readonly string[] {
    return this.#server.sent.map(({ name }) => name)
  }

  listen(): Promise<void> {
    return this.#server.listen(join(this.role, 'vici'))
  }

  /** Sends an event to all who are connected. */
  raise(name: string): void {
    this.#world.work()
    for (const socket of this.#server.sockets) raise(socket, name, section({}))
  }

  /** Sends bytes that are no VICI to all who are connected. */
  babble(): void {
    this.#world.work()
    for (const socket of this.#server.sockets) socket.write(Buffer.of(0x7f, 0xff, 0xff, 0xff))
  }

  log(...lines: readonly string[]): void {
    writeFileSync(join(this.role, 'charon.log'), lines.map((line) => `${line}\n`).join(''))
  }

  hangUp(): void {
    this.#world.work()
    for (const socket of this.#server.sockets) socket.destroy()
  }

  exit(exitCode = 1): void {
    this.hangUp()
    this.#world.processes.exit(this.role, { exitCode, signal: null })
  }

  close(): Promise<void> {
    return this.#server.close()
  }

  #answer({ type, name }: Packet, socket: Socket): void {
    this.#world.work()
    const { mute, unknown, refused, version, plugins: loaded, says, initiate, established, nameServers } = this.manners
    if (mute.has(name)) return
    if (unknown.has(name)) return void notKnown(socket)
    if (type !== packetType.commandRequest) return void confirm(socket)
    if (refused.has(name)) return void reply(socket, section({ success: 'no', errmsg: 'invalid value for: x' }))
    if (name === 'version') return void reply(socket, section({ version }))
    if (name === 'stats') return void reply(socket, section({ plugins: loaded.split(' ') }))
    if (name === 'list-sas') {
      if (established) {
        const { ike, child } = established
        raise(socket, 'list-sa', section({ home: { ...ike, 'child-sas': { 'home-1': { ...child } } } }))
      }
      return void reply(socket, section({}))
    }
    if (name !== 'initiate') return void reply(socket, section({ success: 'yes' }))
    for (const msg of says) raise(socket, 'control-log', section({ group: 'IKE', msg }))
    if (initiate === 'fails')
      return void reply(socket, section({ success: 'no', errmsg: 'establishing CHILD_SA failed' }))
    if (nameServers !== null) writeFileSync(join(this.role, 'name-servers'), nameServers)
    reply(socket, section({ success: 'yes' }))
  }
}
