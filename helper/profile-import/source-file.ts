/** Bytes as a file to import: with its text, where it is text. */
import forge from 'node-forge/lib/index.js'
import { binaryOf } from './der.ts'
import type { SourceFile } from './importer.ts'
import type { PlainFile } from './unpack.ts'

/** Strict UTF-8; a NUL is in no text file either. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return forge.util
      .decodeUtf8(binaryOf(bytes))
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n')
  } catch {
    return null
  }
}

export const sourceFile = ({ name, bytes }: PlainFile): SourceFile => ({ name, bytes, text: textOf(bytes) })
