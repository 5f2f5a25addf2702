/** This module writes the whole line that starts a helper for a user, to be copied into a terminal. */
import { defaultSocket } from './default-socket.ts'

/** For a POSIX shell. */
export const shellWord = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** @param program the helper's own path; a bare name is found by the shell */
export function startLine(program: string, uid: number, socket: string): string {
  const words = ['sudo', shellWord(program), 'start', '--allow-uid', String(uid)]
  return [...words, ...(socket === defaultSocket ? [] : ['--socket', shellWord(socket)])].join(' ')
}
