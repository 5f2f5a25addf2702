/** This part shows the state in one glance: shape, one line, which home, and the one thing to do about it. */

import type { Snapshot } from '../../helper/contract/snapshot.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { actionOf, chosenProfile } from '../../main/contract/words/action.ts'
import { faceOf, subtitleOf, titleOf } from '../../main/contract/words/state.ts'
import { ask } from '../bridge.ts'
import { useNow } from '../use-now.ts'
import { Breakable } from './breakable.tsx'
import { Glyph } from './glyph.tsx'
import { Picker } from './picker.tsx'

/** Characters from which on a title is set smaller: a cause that needs a sentence is not to push away what to do about it. */
const longTitle = 60

export function Hero({ state, snapshot }: { readonly state: AppState; readonly snapshot: Snapshot }) {
  const face = faceOf(snapshot)
  const title = titleOf(snapshot)
  const now = useNow(paceOf(snapshot))
  const chosen = chosenProfile(state)
  const action = actionOf(state)
  return (
    <section className="hero">
      <div className="hero-top">
        <Glyph face={face} />
        <div>
          {/* Read out once per change of state: what counts up stands outside. */}
          <div role={face === 'failed' ? 'alert' : 'status'}>
            <h1 className={title.length > longTitle ? 'long' : undefined}>
              <Breakable text={title} />
            </h1>
          </div>
          <p className="num">{subtitleOf(snapshot, now)}</p>
        </div>
      </div>
      {chosen && (
        <div className="hero-row">
          <Picker state={state} chosen={chosen} />
          {action && (
            <button
              type="button"
              className={`btn btn-l${action.primary ? ' btn-p' : ''}`}
              onClick={() => ask(action.verb)}
            >
              {action.label}
            </button>
          )}
        </div>
      )}
    </section>
  )
}

/** How often what the hero says can change by itself. */
function paceOf({ state, since }: Snapshot): number {
  if (state === 'connecting' || state === 'reconnecting') return 100
  return Date.now() - Date.parse(since) < 60_000 ? 1_000 : 15_000
}
