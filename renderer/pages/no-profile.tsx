/** Nothing installed yet: how the first profile comes in. */
import { Icon } from '../components/icon.tsx'

export function NoProfile({ importFirst }: { readonly importFirst: () => void }) {
  return (
    <section className="sec empty" aria-label="No profile">
      <Icon name="file" />
      <h2>No profile yet</h2>
      <p>A profile says how to reach your home. Drop the files that you have on this window, or choose them:</p>
      <button type="button" className="btn" onClick={importFirst}>
        <Icon name="plus" />
        Import…
      </button>
    </section>
  )
}
