/** From bytes to what the helper takes: text where it is text, base64 where it is not (PKCS#12, DER, an archive). */
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
