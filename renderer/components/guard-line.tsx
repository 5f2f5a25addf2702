/** This strip right below the hero says what is blocked, and has the button that ends it. */
import type { AppState } from '../../main/contract/bridge.ts'
import { endsGuard, guardOf } from '../../main/contract/words/guard.ts'
import { ask } from '../bridge.ts'
import { Icon } from './icon.tsx'

export function GuardLine({ state }: { readonly state: AppState }) {
  const guard = guardOf(state)
  if (!guard) return null
  return (
    <section className="guard" aria-label="Blocked">
      <Icon name="lock" />
      <p role="status">{guard.says}</p>
      {guard.ends && (
        <button type="button" className="btn btn-s" onClick={() => ask('disconnect')}>
          {endsGuard}
        </button>
      )}
    </section>
  )
}
