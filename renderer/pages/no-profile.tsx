/** Nothing installed yet: how the first profile comes in. */
import { Icon } from '../components/icon.tsx'

export function NoProfile() {
  return (
    <section className="sec empty" aria-label="No profile">
      <Icon name="file" />
      <h2>No profile yet</h2>
      <p>A profile says how to reach your home. Install the file that describes it:</p>
      <code>roam6 import home.toml</code>
    </section>
  )
}
