/** Tells a failure of the disk that the helper keeps its state on, which a person can mend, from one of the helper's own. */
import { RequestFailed } from './request-failed.ts'

/** Errors of write(2) and open(2): what is wrong with the disk, and what to do. */
const failures: Readonly<Record<string, { readonly why: string; readonly remedy: string }>> = {
  ENOSPC: { why: 'no space left on the disk', remedy: 'Make room on that disk, then try again.' },
  EDQUOT: {
    why: 'the quota of the disk is used up',
    remedy: 'Raise the quota of root there, or make room, then try again.',
  },
  EROFS: {
    why: 'the disk is mounted read-only',
    remedy: 'Make it writable again (dmesg says why it is not), then try again.',
  },
  EIO: { why: 'the disk cannot be read or written', remedy: 'Look at the disk: dmesg has its errors.' },
}

/** @returns undefined where the error is none of these */
export function diskFailure(verb: string, error: unknown): RequestFailed | undefined {
  if (!(error instanceof Error)) return undefined
  const { code = '', path } = error as NodeJS.ErrnoException
  const known = Object.hasOwn(failures, code) ? failures[code] : undefined
  if (!known) return undefined
  const place = path === undefined ? {} : { place: path }
  return new RequestFailed('disk', `${verb}: ${known.why}${path === undefined ? '' : `: ${path}`}`, {
    ...place,
    remedy: known.remedy,
  })
}
