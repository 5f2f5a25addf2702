/** Asks on the terminal, with or without echo. */
import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'

/** On the controlling terminal, even where standard input is a file; undefined where there is none. */
export const askSecret = (question: string) => ask(question, false)
export const askOpenly = (question: string) => ask(question, true)

async function ask(question: string, echo: boolean): Promise<string | undefined> {
  const terminal = openTerminal()
  if (!terminal) return undefined
  const { input, output } = terminal
  output.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: echo ? output : silent, terminal: true })
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(undefined))
      lines.once('SIGINT', () => resolve(undefined))
    })
  } finally {
    lines.close()
    input.destroy()
    if (!echo) output.write('\n')
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
