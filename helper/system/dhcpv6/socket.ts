/** Sends and receives DHCPv6's datagrams on one link: from its link-local address to all servers and relays there (RFC 8415, 7.1, 7.2). */
import { createSocket, type Socket, type SocketOptions } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { after } from './after.ts'

const clientPort = 546
const serverPort = 547
const allServers = 'ff02::1:2'
/** The pause (ms) before the next try to bind the link-local address. While the kernel still tests it (RFC 4862, 5.4) it cannot be bound, and no event tells when it can. */
const againMs = 100

export interface Datagrams {
  /** Sends a datagram; one that cannot be sent counts as unanswered. */
  send(message: Uint8Array): void
  listen(listener: (message: Uint8Array) => void): () => void
  /** Closes the socket when everything is sent. */
  close(): void
}

const linkLocal = (link: string) =>
  networkInterfaces()[link]?.find(({ family, address }) => family === 'IPv6' && address.startsWith('fe80:'))?.address

/** Keeps Node from resolving names. Node takes an address whose link has "_" in its name for a host name, and would look it up without the link. */
const asItIs: NonNullable<SocketOptions['lookup']> = (address, _options, then) => then(null, address, 6)

/** Opens a socket that is bound to an address of this link: it hears nothing of other links, and another client's socket is not in the way. */
function bind(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp6', reuseAddr: true, lookup: asItIs })
    socket.once('error', (error) => {
      socket.close()
      reject(error)
    })
    socket.bind({ port: clientPort, address, exclusive: true }, () => resolve(socket.removeAllListeners('error')))
  })
}

/** Opens the socket. Says in words why not, where the link has no address to send from in time. */
export async function openDatagrams(
  link: string,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<Datagrams | string> {
  const until = performance.now() + deadlineMs
  let why = `${link} has no link-local address`
  while (performance.now() < until) {
    const address = linkLocal(link)
    try {
      if (address !== undefined) return datagrams(await bind(`${address}%${link}`), link)
    } catch (error) {
      why = String(error)
    }
    await after(againMs, signal)
    signal.throwIfAborted()
  }
  return why
}

function datagrams(socket: Socket, link: string): Datagrams {
  // An error means that the link went away. Nothing is answered from then on, which the client notices.
  socket.on('error', () => undefined)
  let [sending, closing] = [0, false]
  const sent = () => {
    sending -= 1
    if (closing && sending === 0) socket.close()
  }
  return {
    send(message) {
      if (closing) return
      sending += 1
      socket.send(message, serverPort, `${allServers}%${link}`, sent)
    },
    listen(listener) {
      socket.on('message', listener)
      return () => void socket.off('message', listener)
    },
    close() {
      if (closing) return
      closing = true
      if (sending === 0) socket.close()
    },
  }
}
