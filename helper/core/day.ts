/** This module writes the day of a time in RFC 3339 in words, "9 Aug 2025". A text that is no time stays as it is. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function day(time: string): string {
  const at = new Date(time)
  return Number.isNaN(at.getTime()) ? time : `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}
