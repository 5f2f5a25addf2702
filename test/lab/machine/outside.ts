/** This module runs programs of the machine that the tests run on: the lab's outside. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Rejects, with what the program said, unless it ends with 0 in time. */
export async function tool(
  program: string,
  args: readonly string[],
  options: { readonly timeoutMs?: number; readonly input?: string } = {},
): Promise<{ stdout: string; stderr: string }> {
  const running = execute(program, args, { timeout: options.timeoutMs ?? 30_000, maxBuffer: 64 * 1024 * 1024 })
  if (options.input !== undefined) running.child.stdin?.end(options.input)
  try {
    return await running
  } catch (error) {
    const { stderr = '', code } = error as { stderr?: string; code?: unknown }
    if (code === 'ENOENT') throw new Error(`${program} is missing: sh build/setup lab installs it`, { cause: error })
    throw new Error(`${program} ${args.join(' ')} failed (${code})\n${stderr.trim()}`, { cause: error })
  }
}
