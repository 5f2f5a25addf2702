import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import type { CommandResult, CommandRunner } from './ports.ts'

/** Where a program is looked for. */
export const programFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const

/** A fixed PATH and nothing of the caller's environment: LD_*, NODE_OPTIONS and the like never reach a program. */
export const cleanEnvironment = { PATH: programFolders.join(':'), LC_ALL: 'C' }

/** Whether a program is there that may be run. */
export const isInstalled = (program: string, folders: readonly string[] = programFolders): boolean =>
  folders.some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Output kept at most, per stream: more than any program that we ask should say. */
const outputLimit = 4 * 1024 * 1024

/**
 * @param role environment mark of every program that it starts: a later helper ends those that outlived this one
 * before it looks at the system (`processes.ts`).
 */
export function createCommandRunner(role: string): CommandRunner {
  return {
    run: (program, args, { stdin, deadlineMs, signal }) =>
      new Promise<CommandResult>((resolve, reject) => {
        signal?.throwIfAborted()
        const child = spawn(program, args, {
          stdio: ['pipe', 'pipe', 'pipe'],
          env: { ...cleanEnvironment, ROAM6_ROLE: role },
          timeout: deadlineMs,
          killSignal: 'SIGKILL',
          ...(signal ? { signal } : {}),
        })
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
        child.stdin.on('error', () => {})
        child.stdin.end(stdin ?? '')
      }),
  }
}
