/** Turns bytes into what the helper takes: text where they are text, base64 where they are not (PKCS#12, DER, an archive). */
import type { ImportedFile } from '../helper/contract/import.ts'
import type { WindowFile } from './contract/bridge.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function importedFile({ name, bytes }: WindowFile): ImportedFile {
  try {
    return { name, content: utf8.decode(bytes), encoding: 'utf8' }
  } catch {
    return { name, content: Buffer.from(bytes).toString('base64'), encoding: 'base64' }
  }
}
