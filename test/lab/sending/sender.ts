/**
 * The program inside a host: sends to the addresses that it is told, in every way out. A line of JSON in is an order, a line of
 * JSON out is its answer.
 *
 *     {"device":"wlan0","port":9000,"to":["192.168.101.2"]}               each way once to each address of its family
 *     {"device":"wlan0","port":9000,"to":["192.168.101.2"],"everyMs":1}   one packet so often, all ways in turn
 *     {"stop":true}                                                       ends that, and answers what has been sent
 */
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { familyOf } from '../../../helper/core/ip.ts'
import { type Device, type WayOut, waysOut } from './ways-out.ts'

export interface SendOrder {
  readonly device: string
  readonly to: readonly string[]
  /** The first way's port; each further way has the next one, so that a capture tells which way a packet went. */
  readonly port: number
  readonly everyMs?: number
}
export type Order = SendOrder | { readonly stop: true }

/** Of each way by its name: how many packets the kernel took, and how many it refused with which error. */
export type Report = Readonly<
  Record<string, { readonly sent: number; readonly refused: Readonly<Record<string, number>> }>
>

function deviceNamed(name: string): Device {
  const addresses = networkInterfaces()[name] ?? []
  const own = (family: string) =>
    addresses.find((one) => one.family === family && !one.address.startsWith('fe80'))?.address ?? null
  return {
    name,
    index: Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8')),
    v4: own('IPv4'),
    v6: own('IPv6'),
  }
}

interface Flight {
  readonly way: WayOut
  readonly to: string
  readonly port: number
}
const flightsOf = ({ to, port }: SendOrder): readonly Flight[] =>
  waysOut.flatMap((way, n) =>
    to.filter((one) => familyOf(one) === way.family).map((one) => ({ way, to: one, port: port + n })),
  )

function createTally() {
  const ways = new Map<string, { sent: number; refused: Record<string, number> }>()
  return {
    add({ name }: WayOut, refusal: string | null) {
      const tally = ways.get(name) ?? { sent: 0, refused: {} }
      ways.set(name, tally)
      if (refusal === null) tally.sent += 1
      else tally.refused[refusal] = (tally.refused[refusal] ?? 0) + 1
    },
    report: (): Report => Object.fromEntries(ways),
  }
}

/** More than a guest may ever fall behind without that being a fault: then they are sent at once. */
const mostAtOnce = 50

/** Sends one packet each `everyMs`, and what is overdue as soon as the event loop comes back. Returns what ends it and reports. */
function startStream(order: SendOrder, everyMs: number): () => Report {
  const device = deviceNamed(order.device)
  const flights = flightsOf(order)
  const tally = createTally()
  const began = performance.now()
  let count = 0
  const timer = setInterval(() => {
    const due = Math.floor((performance.now() - began) / everyMs)
    for (const last = Math.min(due, count + mostAtOnce); count < last; count++) {
      const flight = flights[count % flights.length]
      if (flight) tally.add(flight.way, flight.way.go({ ...flight, device }))
    }
    // Beyond that, what was not sent in its time is not sent at all.
    count = due
  }, everyMs)
  return () => {
    clearInterval(timer)
    return tally.report()
  }
}

function sendOnce(order: SendOrder): Report {
  const device = deviceNamed(order.device)
  const tally = createTally()
  for (const flight of flightsOf(order)) tally.add(flight.way, flight.way.go({ ...flight, device }))
  return tally.report()
}

let endStream: (() => Report) | null = null
function obey(order: Order): Report {
  const streamed = endStream?.() ?? {}
  endStream = null
  if ('stop' in order) return streamed
  if (order.everyMs === undefined) return sendOnce(order)
  endStream = startStream(order, order.everyMs)
  return {}
}

createInterface({ input: process.stdin }).on('line', (line) =>
  console.log(JSON.stringify(obey(JSON.parse(line) as Order))),
)
console.log('ready')
