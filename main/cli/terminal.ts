/** This module writes for the command line, and ends it where its output cannot be written. */
import { readerWentAway } from './common.ts'
import { type Line, rendered, wantsColour } from './text/style.ts'
import { visible } from './text/visible.ts'
import type { Context } from './verb.ts'

type Written = Pick<Context, 'print' | 'printLines' | 'printExactly' | 'note' | 'progress'>

const { stdout, stderr } = process

/** @param when the value of --color */
export function terminal(when: string): Written {
  const colour = wantsColour(when, stdout.isTTY, process.env)
  const moves = stderr.isTTY && process.env.TERM !== 'dumb'
  let shown = ''
  const print = (text: string) => void stdout.write(text === '' ? '' : `${visible(text)}\n`)
  return {
    print,
    printLines: (lines: readonly Line[]) => void stdout.write(`${rendered(lines, colour)}\n`),
    printExactly: (text) => (stdout.isTTY ? print(text) : void stdout.write(`${text}\n`)),
    note: (text) => void stderr.write(`${visible(text)}\n`),
    progress(text) {
      if (!stderr.isTTY || text === shown) return
      shown = text
      // This returns, and erases to the end of the line (ECMA-48, 8.3.41).
      if (moves) stderr.write(`\r${visible(text)}\u001b[K`)
      else if (text !== '') stderr.write(`${visible(text)}\n`)
    },
  }
}

/** This table words the reasons why output cannot be written, by the name of the error (write(2)). */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left on the disk',
  EDQUOT: 'there is no room left for this user on the disk',
  EFBIG: 'the file would be too large',
  EIO: 'the disk or the terminal does not take it',
}

/** Ends the process where its output cannot be written: quietly where its reader has seen enough, as `head` has. */
export function endWithOutput(): void {
  stdout.on('error', ({ code = '', message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(readerWentAway)
    stderr.write(`roam6: the output is not whole: ${reasons[code] ?? message}. Make room, or write it elsewhere\n`)
    process.exit(1)
  })
  // Nobody is left to be told.
  stderr.on('error', () => {})
}
