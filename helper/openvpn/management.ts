/** openvpn's management interface (management-notes.txt): lines over a UNIX socket; ">NAME:" begins a notification. */
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

export interface OpenVpnState {
  /** "CONNECTING", "WAIT", "AUTH", "CONNECTED", "RECONNECTING", "EXITING" … */
  readonly name: string
  /** "SUCCESS", or why it reconnects or exits: "tls-error", "ping-restart". */
  readonly detail: string
  readonly remote: string
  readonly remotePort: number
  readonly local: string
}

export interface Management {
  send(command: string): void
  /** Resolves when the daemon has closed it. */
  readonly closed: Promise<void>
  close(): void
}

/** Commas are not used in any of the values that we read. */
function readState(text: string): OpenVpnState {
  const [, name = '', detail = '', , remote = '', remotePort = '', local = ''] = text.split(',')
  return { name, detail, remote, remotePort: Number(remotePort) || 0, local }
}

/** Rejects where nobody listens. */
export function connectManagement(
  path: string,
  on: { readonly state: (state: OpenVpnState) => void; readonly log: (line: string) => void },
  signal: AbortSignal,
): Promise<Management> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(path)
    const stop = () => socket.destroy()
    signal.addEventListener('abort', stop, { once: true })
    const closed = new Promise<void>((ended) => socket.once('close', () => ended()))
    socket.once('error', reject)
    socket.once('close', () => reject(signal.aborted ? signal.reason : new Error(`${path} was closed`)))
    socket.once('connect', () => {
      createInterface({ input: socket }).on('line', (line) => {
        if (line.startsWith('>STATE:')) on.state(readState(line.slice('>STATE:'.length)))
        else if (line.startsWith('>LOG:')) on.log(line.slice('>LOG:'.length).split(',').slice(2).join(','))
      })
      resolve({
        send: (command) => void socket.write(`${command}\n`),
        closed,
        close() {
          signal.removeEventListener('abort', stop)
          socket.destroy()
        },
      })
    })
  })
}
