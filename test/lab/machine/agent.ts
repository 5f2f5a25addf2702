/**
 * Runs inside the machine as root: `node agent.ts PORT TOKEN-FILE [ADDRESS]`. Starts processes for whoever shows the token and
 * carries their streams. What a connection has started ends with the connection.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
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
  const children = new Map<number, ChildProcessWithoutNullStreams>()
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

  const start = (id: number, { argv: [program = '', ...args], env }: SpawnRequest) => {
    // A group of its own: `nsenter --pid` forks, and a signal has to reach what runs behind it.
    const child = spawn(program, args, { env: { ...env }, detached: true })
    const exit = (report: ExitReport) => {
      if (children.delete(id)) send('exit', id, JSON.stringify(report))
    }
    children.set(id, child)
    child.stdout.on('data', (data: Buffer) => send('stdout', id, data))
    child.stderr.on('data', (data: Buffer) => send('stderr', id, data))
    child.stdin.on('error', () => {}) // it no longer reads: its exit says the rest
    child.on('error', (error) => exit({ code: null, signal: null, error: error.message }))
    child.on('close', (code, signal) => exit({ code, signal }))
  }

  socket.on('data', frameReader(receive))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    clearInterval(alive)
    for (const child of children.values()) signal(child, 'SIGKILL')
  })
}

function signal(child: ChildProcessWithoutNullStreams, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
