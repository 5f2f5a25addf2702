/** Asks an X server who owns a selection: just enough of the X11 protocol, as a system tray is known by one. */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'

const deadlineMs = 2_000
const cookieName = 'MIT-MAGIC-COOKIE-1'

/**
 * @param display ":0", ":99.1"
 * @param name of the selection; `SCREEN` in it stands for the display's screen number
 * @returns undefined where the server cannot be asked (another machine's, or not allowed)
 */
export async function hasSelectionOwner(display: string, name: string): Promise<boolean | undefined> {
  const parsed = /^(?:unix)?:(\d+)(?:\.(\d+))?$/.exec(display)
  if (!parsed) return undefined
  const [, server = '0', screen = '0'] = parsed
  const socket = connect(`/tmp/.X11-unix/X${server}`)
  socket.setTimeout(deadlineMs, () => socket.destroy(new Error('no answer')))
  try {
    const read = reader(socket)
    socket.write(setup(findCookie(server)))
    const head = await read(8)
    await read(head.readUInt16LE(6) * 4)
    if (head[0] !== 1) return undefined // refused
    socket.write(internAtom(name.replace('SCREEN', screen)))
    const atom = (await read(32)).readUInt32LE(8)
    if (atom === 0) return false
    socket.write(request(23, 0, uint32(atom))) // GetSelectionOwner
    return (await read(32)).readUInt32LE(8) !== 0
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}

function reader(socket: Socket): (length: number) => Promise<Buffer> {
  let pending = Buffer.alloc(0)
  let look = () => {}
  let fail: (error: Error) => void = () => {}
  socket.on('data', (data) => {
    pending = Buffer.concat([pending, data])
    look()
  })
  let error: Error | undefined
  const end = (reason: Error) => {
    error = reason
    fail(reason)
  }
  socket.on('error', end).on('close', () => end(new Error('closed')))
  return (length) =>
    new Promise((resolve, reject) => {
      fail = reject
      look = () => {
        if (pending.length < length) return
        resolve(pending.subarray(0, length))
        pending = pending.subarray(length)
        look = () => {}
      }
      if (error) reject(error)
      look()
    })
}

const padded = (data: Buffer) => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
const uint32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

/** Little-endian, protocol 11.0. */
function setup(cookie: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.write('l', 0)
  head.writeUInt16LE(11, 2)
  head.writeUInt16LE(cookie.length > 0 ? cookieName.length : 0, 6)
  head.writeUInt16LE(cookie.length, 8)
  return cookie.length > 0 ? Buffer.concat([head, padded(Buffer.from(cookieName)), padded(cookie)]) : head
}

function request(opcode: number, detail: number, body: Buffer): Buffer {
  const head = Buffer.from([opcode, detail, 0, 0])
  head.writeUInt16LE(1 + body.length / 4, 2)
  return Buffer.concat([head, body])
}

function internAtom(name: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt16LE(name.length)
  return request(16, 1, Buffer.concat([length, padded(Buffer.from(name))])) // 1: only if it exists
}

/** From the .Xauthority file: big-endian, each field with its length before it. Empty where there is none. */
function findCookie(server: string): Buffer {
  try {
    const data = readFileSync(process.env.XAUTHORITY || join(homedir(), '.Xauthority'))
    let at = 0
    const field = () => {
      const length = data.readUInt16BE(at)
      const value = data.subarray(at + 2, at + 2 + length)
      at += 2 + length
      return value
    }
    while (at < data.length) {
      at += 2 // family
      field() // host
      const number = field().toString()
      const name = field().toString()
      const value = field()
      if (name === cookieName && (number === server || number === '')) return value
    }
  } catch {
    // No such file: the server lets this user in without.
  }
  return Buffer.alloc(0)
}
