/** This part shows what of the files is left out: by reason, each folded with how many lines it explains. */
import type { ImportResult } from '../../helper/contract/import.ts'
import { byReason } from '../../main/contract/words/import.ts'
import { FoldedLine } from './folded-line.tsx'
import { RawLines } from './raw-lines.tsx'

export function ImportLeftOut({ result: { leftOut } }: { readonly result: ImportResult }) {
  const reasons = byReason(leftOut)
  const lines = (count: number) => (count === 1 ? '1 line' : `${count} lines`)
  const count = `${lines(leftOut.length)}, for ${reasons.length === 1 ? '1 reason' : `${reasons.length} reasons`}`
  return (
    <section className="imp" aria-label="Left out">
      <div className="imp-h">
        <h2>Left out</h2>
        <span>{leftOut.length === 0 ? 'nothing' : count}</span>
      </div>
      {reasons.map(({ reason, lines: explained }) => (
        <FoldedLine key={reason} title={reason} count={lines(explained.length)} isSentence>
          <RawLines lines={explained} />
        </FoldedLine>
      ))}
    </section>
  )
}
