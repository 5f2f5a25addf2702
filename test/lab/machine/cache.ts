/** The cache keeps what takes minutes to make, and is made once. */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'roam6')
}

export const labCache = () => join(cacheFolder(), 'lab')

/** Fills a folder that becomes `folder` when it is whole, and never before. */
export async function keep(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const unfinished = await mkdtemp(`${folder}-unfinished-`)
  try {
    await fill(unfinished)
    // Another run may have made the same folder meanwhile, which is as good.
    await rename(unfinished, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}
