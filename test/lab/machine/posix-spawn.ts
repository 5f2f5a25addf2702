/**
 * posix_spawn(3), of which Node knows nothing: its own spawn(2) forks, and under emulation the copy of its page tables, and
 * their way back, take several times what the program does.
 */
import { Socket } from 'node:net'
import { constants } from 'node:os'
import koffi from 'koffi'

const libc = koffi.load('libc.so.6')
const pipe2 = libc.func('int pipe2(_Out_ int *ends, int flags)')
const close = libc.func('int close(int fd)')
const waitpid = libc.func('int waitpid(int pid, _Out_ int *status, int options)')
const strerror = libc.func('const char *strerror(int number)')
const sigfillset = libc.func('int sigfillset(void *set)')
const initActions = libc.func('int posix_spawn_file_actions_init(void *actions)')
const dup2Action = libc.func('int posix_spawn_file_actions_adddup2(void *actions, int fd, int as)')
const destroyActions = libc.func('int posix_spawn_file_actions_destroy(void *actions)')
const initAttributes = libc.func('int posix_spawnattr_init(void *attributes)')
const setFlags = libc.func('int posix_spawnattr_setflags(void *attributes, short flags)')
const setDefaults = libc.func('int posix_spawnattr_setsigdefault(void *attributes, const void *set)')
const spawnp = libc.func(
  'int posix_spawnp(_Out_ int *pid, const char *file, const void *actions, const void *attributes, const char **argv, const char **envp)',
)

/** More than glibc's opaque types take (80, 336 and 128 bytes). */
const opaqueBytes = 512
const closeOnExec = 0o2000000
const noHang = 1
/** POSIX_SPAWN_SETSID: a group of its own; SETSIGDEF and SETSIGMASK: Node ignores SIGPIPE, its children do not (spawn.h). */
const spawnFlags = 0x80 | 0x04 | 0x08

/** Attributes are the same for all. The empty mask is what `init` leaves. */
const attributes = Buffer.alloc(opaqueBytes)
const everySignal = Buffer.alloc(opaqueBytes)
initAttributes(attributes)
sigfillset(everySignal)
setDefaults(attributes, everySignal)
setFlags(attributes, spawnFlags)

export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

export interface Child {
  /** Of its group, too. */
  readonly pid: number
  readonly stdin: Socket
  readonly stdout: Socket
  readonly stderr: Socket
}

const alive = new Map<number, (exit: Exit) => void>()
process.on('SIGCHLD', bury)

/** @param ended called once: it has ended, and nothing more comes. Throws where it cannot be started. */
export function posixSpawn(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  ended: (exit: Exit) => void,
): Child {
  const pipes = [pipe(), pipe(), pipe()] as const
  const [input, output, errors] = pipes
  const theirs = [input.read, output.write, errors.write]
  const actions = Buffer.alloc(opaqueBytes)
  initActions(actions)
  for (const [n, fd] of theirs.entries()) dup2Action(actions, fd, n)
  const pid = [0]
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const number = spawnp(pid, argv[0], actions, attributes, [...argv, null], [...words, null]) as number
  destroyActions(actions)
  for (const fd of theirs) close(fd)
  if (number !== 0) {
    for (const fd of [input.write, output.read, errors.read]) close(fd)
    throw new Error(`${argv[0]}: ${strerror(number)}`)
  }
  const child: Child = {
    pid: pid[0] ?? 0,
    stdin: new Socket({ fd: input.write, readable: false, writable: true }),
    stdout: new Socket({ fd: output.read, readable: true, writable: false }),
    stderr: new Socket({ fd: errors.read, readable: true, writable: false }),
  }
  const closed = (stream: Socket) => new Promise<void>((done) => stream.once('close', () => done()))
  const exit = new Promise<Exit>((exited) => alive.set(child.pid, exited))
  void Promise.all([exit, closed(child.stdout), closed(child.stderr)]).then(([how]) => ended(how))
  void exit.then(() => child.stdin.destroy())
  // It may have ended before it was known here.
  setImmediate(bury)
  return child
}

function pipe(): { read: number; write: number } {
  const ends = [0, 0]
  if (pipe2(ends, closeOnExec) !== 0) throw new Error('no pipe is to be had')
  const [read = 0, write = 0] = ends
  return { read, write }
}

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

function bury(): void {
  for (const [pid, exited] of alive) {
    const status = [0]
    if (waitpid(pid, status, noHang) !== pid) continue
    alive.delete(pid)
    const [how = 0] = status
    const signal = how & 0x7f
    exited(
      signal === 0 ? { code: how >> 8, signal: null } : { code: null, signal: signalNames.get(signal) ?? `${signal}` },
    )
  }
}
