/** Speaks with openvpn's management interface (management-notes.txt): lines over a UNIX socket; ">NAME:" begins a notification. */
import { connect } from 'node:net'
import { DaemonUnheard } from '../daemon/unheard.ts'
import { readLines } from '../files/lines.ts'

export interface OpenVpnState {
  /** "CONNECTING", "WAIT", "AUTH", "CONNECTED", "RECONNECTING", "EXITING" … */
  readonly name: string
  /** "SUCCESS", or the reason of a reconnect or exit: "tls-error", "ping-restart". */
  readonly detail: string
  readonly remote: string
  readonly remotePort: number
  readonly local: string
}

export interface Management {
  send(command: string): void
  /** Resolves when the connection has ended, by either side. */
  readonly closed: Promise<void>
  close(): void
}

export interface ManagementListener {
  state(state: OpenVpnState): void
  /** A line of openvpn's log, without its time and flags. */
  log(line: string): void
}

/** No value that is read here has a comma in it. */
function readState(text: string): OpenVpnState {
  const [, name = '', detail = '', , remote = '', remotePort = '', local = ''] = text.split(',')
  return { name, detail, remote, remotePort: Number(remotePort) || 0, local }
}

/** Rejects with a `DaemonUnheard` where nobody listens or the connection is closed at once; with the signal's reason when aborted. */
export function connectManagement(path: string, on: ManagementListener, signal: AbortSignal): Promise<Management> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const socket = connect(path)
    const stop = () => socket.destroy()
    signal.addEventListener('abort', stop, { once: true })
    let failure: Error | undefined
    // An error comes before the close that follows from it.
    socket.on('error', (error) => {
      failure = error
    })
    const closed = new Promise<void>((ended) =>
      socket.once('close', () => {
        signal.removeEventListener('abort', stop)
        const unheard = new DaemonUnheard(failure?.message ?? `${path} was closed`, { cause: failure })
        reject(signal.aborted ? signal.reason : unheard)
        ended()
      }),
    )
    socket.once('connect', () => {
      readLines(socket, (line) => {
        if (line.startsWith('>STATE:')) on.state(readState(line.slice('>STATE:'.length)))
        else if (line.startsWith('>LOG:')) on.log(line.slice('>LOG:'.length).split(',').slice(2).join(','))
      })
      resolve({ closed, send: (command) => void socket.write(`${command}\n`), close: stop })
    })
  })
}
