/** Why a file cannot be read is said in words, with what to do about it. */
import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Words } from './contract/bridge.ts'
import { shellWord } from './start-line.ts'

/** This table words each error by its name (open(2), stat(2)). */
const reasons: Readonly<Record<string, (path: string) => Words>> = {
  ENOENT: (path) => ({ message: `There is no file “${path}”.`, remedy: whereElse(path) }),
  ENOTDIR: (path) => ({
    message: `There is no file “${path}”: a part of it is a file, and no folder.`,
    remedy: whereElse(path),
  }),
  EACCES: (path) => ({
    message: `You may not read “${path}”.`,
    remedy: `Make a copy that you may read: sudo install -m 600 -o "$USER" ${shellWord(path)} ${shellWord(`./${basename(path)}`)}`,
  }),
  ELOOP: (path) => ({
    message: `“${path}” is a link that leads back to itself.`,
    remedy: 'Name the file that is meant.',
  }),
  ENAMETOOLONG: () => ({ message: 'This name is longer than any file’s.', remedy: 'Check the quotes around it.' }),
  EIO: (path) => ({ message: `The disk does not give “${path}”.`, remedy: 'Look at the disk’s own messages: dmesg' }),
}

export function unreadFile(path: string, error: unknown): Words {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException
  const words = reasons[code]
  return words ? words(path) : { message: `“${path}” cannot be read: ${message}.` }
}

/** Says how to see the files beside it, or that its folder is not there either. */
function whereElse(path: string): string {
  const folder = dirname(resolve(path))
  if (!existsSync(folder))
    return `There is no folder “${folder}” either. Check the way to it: ls ${shellWord(nearestFolder(folder))}`
  return `See what there is: ls${dirname(path) === '.' ? '' : ` ${shellWord(dirname(path))}`}`
}

const nearestFolder = (folder: string): string => (existsSync(folder) ? folder : nearestFolder(dirname(folder)))
