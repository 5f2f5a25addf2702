import type { OwnProcesses } from './own-processes.ts'
import type { CommandResult, CommandRunner } from './ports.ts'

/** At most this much of a stream is kept: no program that the helper asks should write more. */
const outputLimit = 4 * 1024 * 1024

export function createCommandRunner(own: OwnProcesses): CommandRunner {
  return {
    run: (program, args, { stdin, deadlineMs, signal }) =>
      new Promise<CommandResult>((resolve, reject) => {
        signal?.throwIfAborted()
        const child = own.spawn(program, args, { input: 'pipe', deadlineMs, signal })
        const output = { stdout: '', stderr: '' }
        for (const name of ['stdout', 'stderr'] as const) {
          child[name].setEncoding('utf8')
          child[name].on('data', (text: string) => {
            if (output[name].length < outputLimit) output[name] += text
          })
        }
        child.on('error', (error) => {
          if (error.name === 'AbortError') reject(error)
          else resolve({ exitCode: 127, stdout: '', stderr: error.message })
        })
        child.on('close', (exitCode) => resolve({ exitCode, ...output }))
        // A program that ends without reading its input is judged by its exit code.
        child.stdin?.on('error', () => {})
        child.stdin?.end(stdin ?? '')
      }),
  }
}
