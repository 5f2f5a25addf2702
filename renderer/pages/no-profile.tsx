/** This part says how the first profile comes in. */
import { Icon } from '../components/icon.tsx'

export interface NoProfileProps {
  /** Of its heading: on a page of its own `h1`, below the hero `h2`. */
  readonly level: 'h1' | 'h2'
  readonly importFirst: () => void
  readonly newFirst: () => void
}

export function NoProfile({ level: Heading, importFirst, newFirst }: NoProfileProps) {
  return (
    <section className="sec empty" aria-label="No profile">
      <Icon name="file" />
      <Heading>No profile yet</Heading>
      <p>
        A profile says how to reach your home. Make one by answering what you have there, or drop the files that you
        have on this window.
      </p>
      <div className="btns">
        <button type="button" className="btn btn-p" onClick={newFirst}>
          <Icon name="plus" />
          New…
        </button>
        <button type="button" className="btn" onClick={importFirst}>
          Import…
        </button>
      </div>
    </section>
  )
}
