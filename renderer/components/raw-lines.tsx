/** This part shows lines as they stand in a file, with where they stand. */
import type { Origin } from '../../helper/contract/import.ts'
import { originText, placeText } from '../../main/contract/words/import.ts'

export function RawLines({ lines }: { readonly lines: readonly { readonly what: string; readonly from: Origin }[] }) {
  return (
    <ul className="raw">
      {lines.map(({ what, from }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
        <li key={at}>
          <span className="mono">{what}</span>
          <span className="src mono" title={originText(from)}>
            {placeText(from)}
          </span>
        </li>
      ))}
    </ul>
  )
}
