/** The helper's socket. The server decides who may connect, and tells a refused client why. */
import { chownSync, lstatSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Refusal } from '../contract/requests.ts'
import type { Log } from '../system/ports.ts'
import { authorityOf } from './authority.ts'
import type { Handlers } from './client.ts'
import { attend } from './connection.ts'
import { frame } from './frames.ts'
import { limits } from './limits.ts'
import { peerOf } from './peer.ts'
import { createPlaces } from './places.ts'

/** Connections that wait to be accepted; the kernel's own bound is the same (net.core.somaxconn). connect(2) fails with EAGAIN while the queue is full. */
const backlog = 4096

export interface RpcServer {
  close(): Promise<void>
}

/** A socket that a killed helper left is removed; one where somebody answers is somebody's. */
async function clear(path: string) {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (!there) return
  if (!there.isSocket()) throw new Error(`${path} is there and is no socket`)
  const answered = await new Promise<boolean>((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
  if (answered) throw new Error(`another helper serves ${path}`)
  rmSync(path)
}

export async function serve(path: string, allowedUid: number | null, handlers: Handlers, log: Log): Promise<RpcServer> {
  await clear(path)
  const sockets = new Set<Socket>()
  const places = createPlaces()
  const farewell = createFarewells()
  const server: Server = createServer((socket) => {
    socket.on('error', (error) => log('helper', 'debug', `client: ${error.message}`))
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    try {
      const peer = peerOf(socket)
      const authority = authorityOf(peer, allowedUid)
      if (authority.length === 0) return farewell(socket, strangerTo(peer.uid))
      const place = places.enter(peer.uid)
      if (!place) return farewell(socket, crowded)
      attend(socket, { peer, authority }, place, handlers, log)
    } catch (error) {
      log('helper', 'warn', `client refused: ${String(error)}`)
      socket.destroy()
    }
  })
  // From bind(2) on the socket belongs to root with mode 0600; then it is given to the user that the helper serves. The kernel refuses all
  // others in connect(2) (unix(7)), so strangers cannot even fill the queue. SO_PEERCRED still decides who a client is and what it may.
  const umask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ path, backlog }, resolve)
    })
  } finally {
    process.umask(umask)
  }
  if (allowedUid !== null && process.geteuid?.() === 0) chownSync(path, allowedUid, 0)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.end()
        // A client that does not read must not keep us.
        setTimeout(() => {
          for (const socket of sockets) socket.destroy()
        }, 200).unref()
      }),
  }
}

const strangerTo = (uid: number): Refusal => ({
  code: 'not-authorised',
  message: `User ${uid} may not use this helper.`,
  remedy: 'It serves root and the user that it was started for.',
})

const crowded: Refusal = {
  code: 'busy',
  message: `This user has ${limits.connectionsPerUser} connections to the helper already.`,
  remedy: 'Close some of them.',
}

/** Tells a client why it is refused, and hangs up; where many are being told already, only hangs up. */
function createFarewells() {
  let underway = 0
  return (socket: Socket, refusal: Refusal) => {
    if (underway >= limits.farewells) {
      socket.destroy()
      return
    }
    underway += 1
    const late = setTimeout(() => socket.destroy(), limits.farewellMs)
    socket.once('close', () => {
      clearTimeout(late)
      underway -= 1
    })
    // Nothing that the client sends is read.
    socket.write(frame({ jsonrpc: '2.0', method: 'refused', params: refusal }))
  }
}
