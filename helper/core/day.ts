/** Writes the day of a time (RFC 3339) as people read it: "9 Aug 2025". A text that is not a time is returned unchanged. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function day(time: string): string {
  const at = new Date(time)
  return Number.isNaN(at.getTime()) ? time : `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}
