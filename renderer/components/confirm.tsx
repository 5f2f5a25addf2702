/** This dialog asks once, before something is done that cannot be taken back. */
import { Dialog } from './dialog.tsx'

export interface ConfirmProps {
  readonly question: string
  /** What follows from yes. */
  readonly consequence: string
  readonly yes: string
  readonly answer: (yes: boolean) => void
}

export function Confirm({ consequence, ...rest }: ConfirmProps) {
  return (
    <Dialog {...rest}>
      <p>{consequence}</p>
    </Dialog>
  )
}
