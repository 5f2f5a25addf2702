/** This module writes times for a terminal: the machine's own, with the offset from UTC. */
import { clock } from '../../contract/words/amounts.ts'

const pad = (count: number) => String(count).padStart(2, '0')

/** Writes the offset from UTC at that time: "+01:00". */
function offset(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** Writes "09:41 +01:00", and the date before it where that is not today's. */
export const localClock = (time: string, now: Date): string => `${clock(time, now)} ${offset(new Date(time))}`

/** Writes "2026-11-26 09:41:07 +01:00". */
export function localStamp(time: Date): string {
  const date = [time.getFullYear(), pad(time.getMonth() + 1), pad(time.getDate())].join('-')
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(':')} ${offset(time)}`
}

/** Writes each time of UTC in a helper's sentence as this machine's own: "expired on 2025-08-09 02:00:00 +02:00". */
export const localTimes = (sentence: string): string =>
  sentence.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (time) => localStamp(new Date(time)))
