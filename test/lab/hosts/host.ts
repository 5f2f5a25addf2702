/**
 * A host: namespaces of its own for network, processes, mounts and name, inside a machine. /run, /tmp and what else it
 * is told to own are its own; the rest is the machine's. All that runs in it ends with it, and its links with them.
 */
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import type { RunningProcess, RunOptions, Shell } from '../machine/process.ts'

/** A light prefix in front of a command: enters a place, then becomes that command. */
function prefixed(outer: Shell, prefix: readonly string[], env: Readonly<Record<string, string>> = {}): Shell {
  const inside = (options: RunOptions = {}) => ({ ...options, env: { ...env, ...options.env } })
  return {
    run: (argv, options) => outer.run([...prefix, ...argv], inside(options)),
    attempt: (argv, options) => outer.attempt([...prefix, ...argv], inside(options)),
    start: (argv, options) => outer.start([...prefix, ...argv], inside(options)),
  }
}

/** Who sits at the laptop: what is checked about a caller is checked about this one. */
export const userId = 1000

export interface HostFile {
  readonly path: string
  /** Text; a line feed follows it. */
  readonly content: string
  readonly mode?: '0600' | '0644'
}

export interface Host extends Shell {
  readonly name: string
  /**
   * Who holds the namespaces, as the machine counts: `ip link … netns PID`, `nsenter --target PID`. `unshare` itself, which is in
   * all of them but that of processes: there its child is the first.
   */
  readonly pid: number
  /** The same place, as its ordinary user. */
  readonly user: Shell
  /** Makes their folders, too. */
  writeFiles(files: readonly HostFile[]): Promise<void>
  readFile(path: string): Promise<string>
  close(): Promise<void>
}

const firstProcess = `
set -e
hostname "$1"
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=700 own /mnt
for d in $2; do
  mkdir -p /mnt/$d/changes /mnt/$d/work
  mount -t overlay -o lowerdir=/$d,upperdir=/mnt/$d/changes,workdir=/mnt/$d/work own-$d /$d
done
mount -t tmpfs -o mode=755 run /run
mount -t tmpfs tmp /tmp
ip link set lo up
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv4.ping_group_range='0 2147483647'
echo "127.0.0.1 localhost $1" >/etc/hosts
echo ready
# Stays, and buries whatever its own children leave behind.
sleep infinity </dev/null >/dev/null 2>&1 & wait
`

/** @param own folders of the machine that are to be the host's own, changes and all: each costs a moment */
export async function createHost(machine: Shell, name: string, own: readonly string[] = ['etc']): Promise<Host> {
  const unshare = ['unshare', '--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc']
  const holder = machine.start([
    'sh',
    '-c',
    'echo "unshare $$"; exec "$@"',
    'sh',
    ...unshare,
    '--propagation',
    'private',
    'sh',
    '-c',
    firstProcess,
    'sh',
    name,
    own.join(' '),
  ])
  await holder.waitFor(/^ready$/m, 20_000)
  const [, pid = ''] = await holder.waitFor(/^unshare (\d+)$/m, 0)
  return hostAt(machine, name, Number(pid), holder)
}

/** A host that somebody else holds: closing it leaves it there. */
export function hostAt(machine: Shell, name: string, pid: number, holder?: RunningProcess): Host {
  const spaces = ['--net', '--mount', '--uts', '--ipc', `--pid=/proc/${pid}/ns/pid_for_children`]
  const enter = ['nsenter', '--target', String(pid), ...spaces, '--']
  const ids = [`--reuid=${userId}`, `--regid=${userId}`, '--clear-groups']
  const root = prefixed(machine, enter)
  return {
    ...root,
    name,
    pid,
    user: prefixed(root, ['setpriv', ...ids, '--'], { HOME: '/home/ada', USER: 'ada' }),
    async writeFiles(files) {
      const folders = new Set(files.map(({ path }) => dirname(path)))
      const pieces = files.map(({ path, content, mode = '0644' }) => {
        const end = randomBytes(8).toString('hex')
        return `umask ${mode === '0600' ? '077' : '022'}; cat >'${path}' <<'${end}'\n${content}\n${end}`
      })
      await root.run(['sh', '-e'], { input: `mkdir -p ${[...folders].join(' ')}\n${pieces.join('\n')}\n` })
    },
    async readFile(path) {
      return (await root.run(['cat', path])).stdout
    },
    async close() {
      if (!holder) return
      holder.signal('SIGKILL')
      await holder.exited.catch(() => {})
    },
  }
}
