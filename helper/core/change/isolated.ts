/**
 * This command line isolates a program that reads files of strangers: the program has no network and no System V objects of others, its
 * memory, time and files are limited, and it cannot gain privileges (unshare(1), prlimit(1), setpriv(1)). The program stays root while its own
 * code is loaded, as that code may lie in a folder that only root may enter; it keeps the capabilities to read files and to change its user.
 * Then the program changes its user by itself (profile-import/child/become-nobody.ts), and has no capability left.
 */

/** util-linux, on every distribution. */
const [unshare, prlimit, setpriv] = ['/usr/bin/unshare', '/usr/bin/prlimit', '/usr/bin/setpriv']

export interface Limits {
  readonly dataBytes: number
  readonly cpuSeconds: number
  /** Processes and threads of its user together (setrlimit(2), RLIMIT_NPROC). */
  readonly processes: number
  readonly descriptors: number
}

/** prlimit(1) takes only what it is told; the program writes no file, and leaves no core dump of what it read. */
const limited = ({ dataBytes, cpuSeconds, processes, descriptors }: Limits): readonly string[] => [
  prlimit,
  `--data=${dataBytes}`,
  `--cpu=${cpuSeconds}`,
  `--nproc=${processes}`,
  `--nofile=${descriptors}`,
  '--fsize=0',
  '--core=0',
  '--',
]

export interface CommandLine {
  readonly program: string
  readonly arguments: readonly string[]
}

export function isolated(program: string, args: readonly string[], limits: Limits): CommandLine {
  return {
    program: unshare,
    arguments: [
      '--net',
      '--ipc',
      '--uts',
      '--',
      ...limited(limits),
      setpriv,
      '--no-new-privs',
      '--bounding-set=-all,+setuid,+setgid,+dac_read_search',
      '--inh-caps=-all',
      '--ambient-caps=-all',
      '--',
      program,
      ...args,
    ],
  }
}

/**
 * Wraps a program in limits alone, for a user who is not root: that user has no capabilities to drop, and some systems do not let users make
 * namespaces. The number of processes is not limited, as the kernel counts all processes of the user (RLIMIT_NPROC in setrlimit(2)).
 */
export function bounded(program: string, args: readonly string[], limits: Limits): CommandLine {
  const [limiter = '', ...bounds] = limited(limits).filter((word) => !word.startsWith('--nproc='))
  return { program: limiter, arguments: [...bounds, setpriv, '--no-new-privs', '--', program, ...args] }
}
