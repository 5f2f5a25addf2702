/** Files that are whole or not there, also after a power cut (open(2), rename(2), fsync(2)). */
import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes all of it: write(2) may take a part, on a disk that is nearly full for one, and tells why at the next call. */
export function writeAll(descriptor: number, content: string): void {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

/** Makes the entries of a folder last. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Temp file, sync, rename, sync: readers and power cuts see the old content or the new, whole. Mode 0600. An error of the disk's has
 * the file's `path`, which Node leaves out of those of write(2).
 */
export function replaceFile(path: string, content: string): void {
  const temporary = `${path}.new`
  // Left over from a cut: ours, in a folder of ours.
  rmSync(temporary, { force: true })
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    writeAll(descriptor, content)
    fdatasyncSync(descriptor)
  } catch (error) {
    // What a full disk took of it would only fill the disk further.
    rmSync(temporary, { force: true })
    throw Object.assign(error as Error, { path })
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, path)
  syncFolder(dirname(path))
}

export function removeFile(path: string): void {
  rmSync(path, { force: true })
  syncFolder(dirname(path))
}
