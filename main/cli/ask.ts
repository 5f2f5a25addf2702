/** Asks on the terminal: the controlling one, even where standard input is a file. */
import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'
import { visible } from './text/visible.ts'

/** One line; undefined where there is no terminal, or Ctrl+C or Ctrl+D was the answer. A secret is not shown as it is typed. */
export async function ask(question: string, how: 'shown' | 'hidden'): Promise<string | undefined> {
  const terminal = openTerminal()
  if (!terminal) return undefined
  const { input, output } = terminal
  output.write(visible(question))
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: how === 'hidden' ? silent : output, terminal: true, prompt: '' })
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(undefined))
      lines.once('SIGINT', () => resolve(undefined))
    })
  } finally {
    lines.close()
    input.destroy()
    if (how === 'hidden') output.write('\n')
    output.destroy()
  }
}

function openTerminal(): { input: ReadStream; output: WriteStream } | undefined {
  try {
    return { input: new ReadStream(openSync('/dev/tty', 'r')), output: new WriteStream(openSync('/dev/tty', 'w')) }
  } catch {
    return undefined
  }
}
