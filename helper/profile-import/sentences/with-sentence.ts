/** Gives each understood line its sentence. A line that no table knows stays as it is written. */
import type { ImportFormat, Understood } from '../../contract/import.ts'
import { byFormat } from './by-format.ts'
import { common } from './common.ts'
import type { Sentence } from './sentence.ts'

const filled = ({ says }: Sentence, groups: readonly string[]) =>
  typeof says === 'string' ? says.replace(/\$(\d)/g, (_, group: string) => groups[Number(group)] ?? '') : says(groups)

/** What the reader of a line said of it by itself counts more. */
export function withSentence(format: ImportFormat, line: Understood): Understood {
  if (line.says !== undefined) return line
  for (const sentence of [...common, ...byFormat[format]]) {
    const groups = sentence.when.exec(line.what)
    if (!groups) continue
    return { ...line, says: filled(sentence, groups), ...(sentence.usual && { usual: true }) }
  }
  return line
}
