/** Finds a daemon's program where distributions put it, and asks it for its version. */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import type { CommandRunner } from '../system/ports.ts'

export interface DaemonProgram {
  /** Names the program in problems: "charon-systemd". */
  readonly name: string
  /** Debian's package that brings the program. */
  readonly package: string
  /** Absolute paths, in the order in which they are tried: a changed PATH cannot choose another program. */
  readonly paths: readonly string[]
}

export interface Programs {
  /** Finds the first path that can be executed. */
  find(program: DaemonProgram): Promise<Outcome<string>>
  /**
   * Runs the program with `--version`, once for each file, since starting it takes half as long as a connect.
   * @param says matches the output, with the version as its first group: "OpenVPN 2.6.14 x86_64-pc-linux-gnu …"
   * @returns '0' where the output does not match. Rejects when aborted, and when the file is gone.
   */
  version(path: string, says: RegExp, signal: AbortSignal): Promise<string>
}

/** Answers a loaded machine as well: under emulation a program starts in 2 s (measured in the lab). */
const versionMs = 10_000

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

export function createPrograms(runner: CommandRunner): Programs {
  /** Versions by path, inode, size and time of the file, of which an upgrade changes at least one. */
  const known = new Map<string, string>()
  return {
    async find({ name, package: packageName, paths }) {
      for (const path of paths) if (await isExecutable(path)) return done(path)
      return failed(finding('program-missing', { program: name, package: packageName }))
    },
    async version(path, says, signal) {
      const { ino, mtimeMs, size } = await stat(path)
      const file = [path, ino, mtimeMs, size].join(' ')
      const before = known.get(file)
      if (before !== undefined) return before
      const { stdout } = await runner.run(path, ['--version'], { deadlineMs: versionMs, signal })
      const version = says.exec(stdout)?.[1]
      // An empty answer may come from a program that was too slow: the next connect asks again.
      if (version !== undefined) known.set(file, version)
      return version ?? '0'
    },
  }
}
