/** This dialog asks what of a profile goes into a file. */
import { useState } from 'react'
import { Dialog } from './dialog.tsx'

const kinds = [
  { secrets: false, label: 'Without keys and secrets', says: 'To read or to show. It cannot be imported as it is.' },
  { secrets: true, label: 'Whole', says: 'With private keys and secrets in clear. Whoever has the file can be you.' },
] as const

interface ExportDialogProps {
  readonly name: string
  /** Undefined where the person cancels. */
  readonly answer: (secrets: boolean | undefined) => void
}

export function ExportDialog({ name, answer }: ExportDialogProps) {
  const [chosen, setChosen] = useState(false)
  return (
    <Dialog question={`Export ${name}`} yes="Export…" answer={(yes) => answer(yes ? chosen : undefined)}>
      <div role="radiogroup" aria-label="What to export">
        {kinds.map(({ secrets, label, says }) => (
          <label key={label} className="rad">
            <input type="radio" name="secrets" checked={chosen === secrets} onChange={() => setChosen(secrets)} />
            <span>
              {label}
              <small>{says}</small>
            </span>
          </label>
        ))}
      </div>
    </Dialog>
  )
}
