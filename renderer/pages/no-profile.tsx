/** Nothing installed yet: how the first profile comes in. */
import { Icon } from '../components/icon.tsx'

export interface NoProfileProps {
  readonly importFirst: () => void
  /** Where forms are. */
  readonly newFirst?: () => void
}

export function NoProfile({ importFirst, newFirst }: NoProfileProps) {
  return (
    <section className="sec empty" aria-label="No profile">
      <Icon name="file" />
      <h2>No profile yet</h2>
      <p>A profile says how to reach your home. Drop the files that you have on this window, or choose them:</p>
      <button type="button" className="btn" onClick={importFirst}>
        <Icon name="plus" />
        Import…
      </button>
      {newFirst && (
        <button type="button" className="btn btn-q" onClick={newFirst}>
          Or fill in a form
        </button>
      )}
    </section>
  )
}
