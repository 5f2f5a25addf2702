/** Writes days as people read them: "26 Nov 2027", and how far away they are. */
import { months } from './amounts.ts'

const dayMs = 24 * 60 * 60 * 1000

/** The day in this machine's own time zone: "26 Nov 2027". */
export function day(time: string): string {
  const at = new Date(time)
  return `${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}`
}

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

/** Whole days until a time; below zero where it is past. */
export const daysUntil = (time: string, now: Date): number => Math.floor((Date.parse(time) - now.getTime()) / dayMs)

/** "26 Nov 2027, 365 days left", "26 Nov 2026, the last day", "8 Aug 2026, 110 days ago". */
export function dayLeft(time: string, now: Date): string {
  const left = daysUntil(time, now)
  if (left > 0) return `${day(time)}, ${days(left)} left`
  return left === 0 ? `${day(time)}, the last day` : `${day(time)}, ${left === -1 ? 'today' : `${days(-left - 1)} ago`}`
}
