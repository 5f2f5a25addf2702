/** Nothing installed yet: how the first profile comes in. */
import { Icon } from '../components/icon.tsx'

export interface NoProfileProps {
  readonly importFirst: () => void
  /** Where forms are. */
  readonly newFirst?: () => void
}

export function NoProfile({ importFirst, newFirst }: NoProfileProps) {
  // Beside forms it is what the page is about; below the hero it is a part of it.
  const Heading = newFirst ? 'h1' : 'h2'
  return (
    <section className="sec empty" aria-label="No profile">
      <Icon name="file" />
      <Heading>No profile yet</Heading>
      <p>
        A profile says how to reach your home. Make one by answering what you have there, or drop the files that you
        have on this window.
      </p>
      <div className="btns">
        {newFirst && (
          <button type="button" className="btn btn-p" onClick={newFirst}>
            <Icon name="plus" />
            New…
          </button>
        )}
        <button type="button" className="btn" onClick={importFirst}>
          Import…
        </button>
      </div>
    </section>
  )
}
