/** This server is the daemon's end of VICI on a real UNIX socket: it takes packets, and answers what a test says. */
import { createServer, type Server, type Socket } from 'node:net'
import { type Section, section } from '../../helper/core/layer/ike/section.ts'
import { decodePacket, encodePacket, type Packet, packetType } from '../../helper/strongswan/vici-message.ts'

export type Answer = (packet: Packet, socket: Socket) => void

export class ViciServer {
  readonly sockets = new Set<Socket>()
  readonly sent: Packet[] = []
  readonly #server: Server

  constructor(answer: Answer) {
    this.#server = createServer((socket) => {
      this.sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.sockets.delete(socket))
      let pending = Buffer.alloc(0)
      socket.on('data', (chunk) => {
        pending = Buffer.concat([pending, chunk])
        while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE()) {
          const end = 4 + pending.readUInt32BE()
          const packet = decodePacket(pending.subarray(4, end))
          pending = pending.subarray(end)
          this.sent.push(packet)
          answer(packet, socket)
        }
      })
    })
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve) => this.#server.listen(path, resolve))
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

export const reply = (socket: Socket, message: Section) =>
  socket.write(encodePacket({ type: packetType.commandResponse, name: '', message }))
export const confirm = (socket: Socket) =>
  socket.write(encodePacket({ type: packetType.eventConfirm, name: '', message: section({}) }))
export const raise = (socket: Socket, name: string, message: Section) =>
  socket.write(encodePacket({ type: packetType.event, name, message }))
/** The answer to the registration of an event that it does not have. */
export const notKnown = (socket: Socket) =>
  socket.write(encodePacket({ type: packetType.eventUnknown, name: '', message: section({}) }))
