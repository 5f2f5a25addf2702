/**
 * A program that reads what strangers give: without a network, without System V objects of others, with an end to what it may take, and
 * without a way to more (unshare(1), prlimit(1), setpriv(1)). It stays root while its code is loaded, which may lie in a folder that only
 * root may enter, with the power to read and to become somebody else; then it becomes nobody by itself, and has none.
 */

/** util-linux, on every distribution. */
const [unshare, prlimit, setpriv] = ['/usr/bin/unshare', '/usr/bin/prlimit', '/usr/bin/setpriv']

export interface Limits {
  readonly dataBytes: number
  readonly cpuSeconds: number
  /** Of its user, threads counted (setrlimit(2)). */
  readonly processes: number
  readonly descriptors: number
}

export function isolated(
  program: string,
  args: readonly string[],
  { dataBytes, cpuSeconds, processes, descriptors }: Limits,
): { readonly program: string; readonly arguments: readonly string[] } {
  return {
    program: unshare,
    arguments: [
      ...['--net', '--ipc', '--uts', '--', prlimit],
      ...[`--data=${dataBytes}`, `--cpu=${cpuSeconds}`, `--nproc=${processes}`, `--nofile=${descriptors}`],
      // Nothing is written to any file, and no dump of what was read.
      ...['--fsize=0', '--core=0', '--', setpriv],
      ...[
        '--no-new-privs',
        '--bounding-set=-all,+setuid,+setgid,+dac_read_search',
        '--inh-caps=-all',
        '--ambient-caps=-all',
      ],
      ...['--', program, ...args],
    ],
  }
}
