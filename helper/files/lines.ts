/** Cuts what another program writes into lines of a bounded length, so that no program fills the helper's memory with one. */
import type { Readable } from 'node:stream'

/** Longer than any line of a daemon's log; a management line of openvpn's has 1,024 characters at most (manage.c). */
const longest = 4_096

/** Calls `onLine` with each line, without its end; the rest of a line that is too long is dropped. A last line without an end counts. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let line = ''
  const take = (text: string) => {
    line = (line + text).slice(0, longest)
  }
  const end = () => {
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line
    line = ''
    onLine(whole)
  }
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const [first = '', ...more] = text.split('\n')
    take(first)
    for (const next of more) {
      end()
      take(next)
    }
  })
  stream.on('end', () => {
    if (line !== '') end()
  })
}
