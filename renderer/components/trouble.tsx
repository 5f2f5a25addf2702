/** What the last click could not do. */
import type { AppState } from '../../main/contract/bridge.ts'
import { bridge } from '../bridge.ts'
import { Icon } from './icon.tsx'

export function Trouble({ words }: { readonly words: AppState['trouble'] }) {
  if (!words) return null
  return (
    <div className="trouble" role="alert">
      <Icon name="warn" />
      <p>
        {words.message} {words.remedy}
      </p>
      <button type="button" className="ib" aria-label="Dismiss" onClick={() => void bridge.call('dismissTrouble', {})}>
        <Icon name="cross" />
      </button>
    </div>
  )
}
