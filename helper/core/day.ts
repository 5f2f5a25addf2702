/** A day in words, "9 Aug 2025", of a time in RFC 3339. Of a time that is none, the text itself. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function day(time: string): string {
  const at = new Date(time)
  return Number.isNaN(at.getTime()) ? time : `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}
