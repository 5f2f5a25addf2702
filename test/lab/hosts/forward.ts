/** A host's UNIX socket, to be had outside of the machine. */
import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import type { Shell } from '../machine/process.ts'

/**
 * Each connection to `outside` becomes one to `inside`, made by whoever `shell` is: who listens there sees that
 * person's credentials. Removes `outside` first and when closed.
 */
export async function forwardSocket(shell: Shell, inside: string, outside: string): Promise<() => Promise<void>> {
  await rm(outside, { force: true })
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    // -t: how long socat waits for the other direction once one has ended.
    const relay = shell.start(['socat', '-t', '30', 'STDIO', `UNIX-CONNECT:${inside}`])
    relay.onData((stream, chunk) => {
      if (stream === 'stdout') socket.write(chunk)
    })
    socket.on('data', (chunk) => relay.write(chunk))
    socket.on('end', () => relay.end())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      open.delete(socket)
      relay.signal('SIGKILL')
    })
    relay.exited.catch(() => {}).finally(() => socket.end())
  })
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(outside, listening))
  return async () => {
    for (const socket of open) socket.destroy()
    await new Promise((closed) => server.close(closed))
    await rm(outside, { force: true })
  }
}
