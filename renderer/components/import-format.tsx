/** This part shows which format files are read as: what was recognised, or another one of the person's choice. */
import { type ImportFormat, type ImportResult, importFormats } from '../../helper/contract/import.ts'
import { formatNames } from '../../main/contract/words/import.ts'
import { Control } from './control.tsx'

export interface ImportFormatProps {
  /** Instead of the one that is recognised. */
  readonly chosen: ImportFormat | undefined
  readonly result: ImportResult | undefined
  readonly choose: (format: ImportFormat | undefined) => void
}

export function ImportFormatChoice({ chosen, result, choose }: ImportFormatProps) {
  return (
    <Control label="Read as">
      {(ids) => (
        <select
          {...ids}
          value={chosen ?? ''}
          onChange={({ target }) => choose((target.value || undefined) as ImportFormat | undefined)}
        >
          <option value="">{result ? `Recognised: ${formatNames[result.format]}` : 'Recognised by content'}</option>
          {importFormats.map((one) => (
            <option key={one} value={one}>
              {formatNames[one]}
            </option>
          ))}
        </select>
      )}
    </Control>
  )
}
