/** This part says what the last click could not do. */
import type { Words } from '../../main/contract/bridge.ts'
import { Icon } from './icon.tsx'

export interface TroubleProps {
  readonly words: Words | null | undefined
  /** Without it, it stays for as long as its cause. */
  readonly dismiss?: () => void
}

export function LastError({ words, dismiss }: TroubleProps) {
  if (!words) return null
  return (
    <div className="last-error" role="alert">
      <Icon name="warn" />
      <p>
        {words.message} {words.remedy}
      </p>
      {dismiss && (
        <button type="button" className="ib" aria-label="Dismiss" onClick={dismiss}>
          <Icon name="cross" />
        </button>
      )}
    </div>
  )
}
