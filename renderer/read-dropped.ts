/** Reads what was dropped or pasted as files. Folders are walked, and their files keep the folders in their names. */
import type { Reply, WindowFile } from '../main/contract/bridge.ts'
import { maxFileBytes, maxFiles, maxImportBytes } from '../main/contract/limits.ts'

const maxDepth = 6

/** Must be called within the event: what it carries is gone afterwards. */
export async function readTransfer({ items }: DataTransfer): Promise<Reply<readonly WindowFile[]>> {
  const roots = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
    .filter((root) => root !== null)
  try {
    const found: Found[] = []
    for (const root of roots) await collect(root, found, maxDepth)
    const total = found.reduce((sum, { file }) => sum + file.size, 0)
    const large = found.find(({ file }) => file.size > maxFileBytes)
    if (large) return refused(`${large.name} is larger than 1 MiB, so nothing was read.`)
    if (found.length > maxFiles) return refused(`These are more than ${maxFiles} files, so nothing was read.`)
    if (total > maxImportBytes) return refused('Together these files are larger than 8 MiB, so nothing was read.')
    return { ok: true, value: await Promise.all(found.map(read)) }
  } catch {
    return refused('The files cannot be read.')
  }
}

export const textFile = (text: string): WindowFile => ({ name: 'pasted text', bytes: new TextEncoder().encode(text) })

interface Found {
  readonly name: string
  readonly file: File
}

const refused = (message: string): Reply<never> => ({ ok: false, words: { message } })

async function collect(root: File | FileSystemEntry, found: Found[], depth: number): Promise<void> {
  if (found.length > maxFiles) return
  if (root instanceof File) found.push({ name: root.name, file: root })
  else if (root.isFile) {
    const file = await new Promise<File>((resolve, reject) => (root as FileSystemFileEntry).file(resolve, reject))
    found.push({ name: root.fullPath.replace(/^\//, ''), file })
  } else if (depth > 0)
    for (const entry of await entriesOf(root as FileSystemDirectoryEntry)) await collect(entry, found, depth - 1)
}

/** A reader gives them in portions; an empty one is the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0 || all.length > maxFiles) return all
    all.push(...portion)
  }
}

const read = async ({ name, file }: Found): Promise<WindowFile> => ({
  name,
  bytes: new Uint8Array(await file.arrayBuffer()),
})
