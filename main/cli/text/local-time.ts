/** Times for a terminal: the machine's own, with the offset from UTC. */
import { clock } from '../../contract/words/amounts.ts'

const pad = (count: number) => String(count).padStart(2, '0')

/** "+01:00" */
function offset(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** "09:41 +01:00", and with its date where that is not today's. */
export const localClock = (time: string, now: Date): string => `${clock(time, now)} ${offset(new Date(time))}`

/** "2026-11-26 09:41:07 +01:00" */
export function localStamp(time: Date): string {
  const date = [time.getFullYear(), pad(time.getMonth() + 1), pad(time.getDate())].join('-')
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(':')} ${offset(time)}`
}
