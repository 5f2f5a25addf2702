/** Writes amounts as people read them: always with their unit, never more exact than is useful. */

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Below a minute: "18 ms", "0.6 s", "20 s". From there on: "41 min", "2 h 14 min", "3 d 4 h". */
export function duration(ms: number): string {
  if (ms < 0) return duration(0)
  if (ms < 500) return `${Math.round(ms)} ms`
  if (ms < 10 * second) return `${(ms / second).toFixed(1)} s`
  if (ms < minute) return `${Math.floor(ms / second)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < day) return two(Math.floor(ms / hour), 'h', Math.floor((ms % hour) / minute), 'min')
  return two(Math.floor(ms / day), 'd', Math.floor((ms % day) / hour), 'h')
}

const two = (more: number, moreUnit: string, less: number, lessUnit: string) =>
  less === 0 ? `${more} ${moreUnit}` : `${more} ${moreUnit} ${less} ${lessUnit}`

/** Decimal units, as routers and providers count: "182 MB". */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let amount = count
  let unit = 0
  // 999.5 would print as "1000 kB"
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit++
  }
  return `${unit > 0 && amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`
}

const pad = (number: number) => String(number).padStart(2, '0')
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The machine's own time of day: "09:41", "yesterday 09:41", or with its date, "20 Nov 09:41". */
export function clock(time: string, now: Date): string {
  const at = new Date(time)
  const hours = `${pad(at.getHours())}:${pad(at.getMinutes())}`
  const isOn = (date: Date) => at.toDateString() === date.toDateString()
  if (isOn(now)) return hours
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  return isOn(yesterday) ? `yesterday ${hours}` : `${at.getDate()} ${months[at.getMonth()]} ${hours}`
}

/** How long ago, in whole seconds at the finest. */
export function since(time: string, now: Date): string {
  const ms = Math.max(0, now.getTime() - new Date(time).getTime())
  return ms < minute ? `${Math.floor(ms / second)} s` : duration(ms)
}
export const until = (time: string, now: Date) => duration(new Date(time).getTime() - now.getTime())
