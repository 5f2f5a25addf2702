/** This module writes the whole line that starts a helper, to be copied into a terminal. */
import { defaultSocket } from './default-socket.ts'

/** For a POSIX shell. */
export const shellWord = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

export interface HelperStart {
  /** The helper's own path; a bare name is found by the shell. */
  readonly program: string
  readonly uid: number
  readonly socket: string
  /** A package's unit would start that program. */
  readonly hasUnit: boolean
}

/** Returns the line for where no helper runs: the system's own way, where the helper is a unit of systemd. */
export const startLine = (start: HelperStart): string =>
  start.hasUnit && start.socket === defaultSocket ? 'sudo systemctl start roam6-helper' : replaceLine(start)

/** Returns the line that starts a helper for this user in place of one that runs, whoever started that: a unit's would find the socket taken. */
export function replaceLine({ program, uid, socket }: HelperStart): string {
  const words = ['sudo', shellWord(program), 'start', '--allow-uid', String(uid)]
  return [...words, ...(socket === defaultSocket ? [] : ['--socket', shellWord(socket)])].join(' ')
}
