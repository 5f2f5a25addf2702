/**
 * Frames between the lab's outside and the agent inside: u32 length of what follows, u8 kind, u32 process, payload.
 * The only thing the agent knows is processes with their three streams; files are written by `cat`, sockets are
 * forwarded by `socat`, hosts are entered by `nsenter`.
 */

export const frameKinds = [
  'hello',
  'alive',
  'spawn',
  'stdin',
  'stdin-end',
  'signal',
  'stdout',
  'stderr',
  'exit',
] as const
export type FrameKind = (typeof frameKinds)[number]

export interface Frame {
  readonly kind: FrameKind
  /** The outside chooses this number at `spawn`; it is 0 where no process is meant. */
  readonly process: number
  /** `hello` the token, `spawn` and `exit` JSON as below, `signal` its name, else bytes of a stream. */
  readonly payload: Buffer
}

export interface SpawnRequest {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface ExitReport {
  readonly code: number | null
  readonly signal: string | null
  /** The process could not be started at all. */
  readonly error?: string
}

/** What a connection may be silent for before it counts as hung is many times this. */
export const aliveEveryMs = 1000

const headBytes = 4 + 1 + 4

export function encodeFrame(kind: FrameKind, process: number, payload: Uint8Array | string = ''): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload
  const head = Buffer.allocUnsafe(headBytes)
  head.writeUInt32BE(headBytes - 4 + body.length, 0)
  head.writeUInt8(frameKinds.indexOf(kind), 4)
  head.writeUInt32BE(process, 5)
  return Buffer.concat([head, body])
}

/** Takes chunks as they come off the wire and calls back with each whole frame. */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0)
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length >= headBytes) {
      const end = 4 + pending.readUInt32BE(0)
      if (pending.length < end) return
      const kind = frameKinds[pending.readUInt8(4)]
      if (kind === undefined) throw new Error(`the other side sent a frame of unknown kind ${pending.readUInt8(4)}`)
      onFrame({ kind, process: pending.readUInt32BE(5), payload: pending.subarray(headBytes, end) })
      pending = pending.subarray(end)
    }
  }
}
