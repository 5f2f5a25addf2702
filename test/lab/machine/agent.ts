/**
 * Runs inside the machine as root: `node agent.ts PORT TOKEN-FILE [ADDRESS]`. Starts processes for whoever shows the token and
 * carries their streams. What a connection has started ends with the connection.
 */
import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { type Child, posixSpawn } from './posix-spawn.ts'
import {
  aliveEveryMs,
  type ExitReport,
  encodeFrame,
  type Frame,
  type FrameKind,
  frameReader,
  type SpawnRequest,
} from './protocol.ts'

const [port = '', tokenFile = '', address = '0.0.0.0'] = process.argv.slice(2)
const token = readFileSync(tokenFile, 'utf8').trim()

createServer(serve).listen(Number(port), address, () => console.log('agent: listening'))

function serve(socket: Socket): void {
  const children = new Map<number, Child>()
  let trusted = false
  socket.setNoDelay(true)
  const send = (kind: FrameKind, id: number, payload?: Uint8Array | string) => {
    if (!socket.destroyed) socket.write(encodeFrame(kind, id, payload))
  }
  const alive = setInterval(() => trusted && send('alive', 0), aliveEveryMs)

  const receive = (frame: Frame) => {
    if (!trusted) {
      trusted = frame.kind === 'hello' && frame.payload.toString() === token
      if (trusted) send('hello', 0)
      else socket.destroy()
      return
    }
    const child = children.get(frame.process)
    if (frame.kind === 'spawn') start(frame.process, JSON.parse(frame.payload.toString()) as SpawnRequest)
    else if (frame.kind === 'stdin') child?.stdin.write(frame.payload)
    else if (frame.kind === 'stdin-end') child?.stdin.end()
    else if (frame.kind === 'signal' && child) signal(child, frame.payload.toString() as NodeJS.Signals)
  }

  const start = (id: number, { argv, env }: SpawnRequest) => {
    const exit = (report: ExitReport) => {
      if (children.delete(id)) send('exit', id, JSON.stringify(report))
    }
    try {
      // A group of its own: `nsenter --pid` forks, and a signal has to reach what runs behind it.
      const child = posixSpawn(argv, env, exit)
      children.set(id, child)
      child.stdout.on('data', (data: Buffer) => send('stdout', id, data))
      child.stderr.on('data', (data: Buffer) => send('stderr', id, data))
      child.stdin.on('error', () => {}) // it no longer reads: its exit says the rest
    } catch (error) {
      send(
        'exit',
        id,
        JSON.stringify({ code: null, signal: null, error: (error as Error).message } satisfies ExitReport),
      )
    }
  }

  socket.on('data', frameReader(receive))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    clearInterval(alive)
    for (const child of children.values()) signal(child, 'SIGKILL')
  })
}

function signal({ pid }: Child, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
