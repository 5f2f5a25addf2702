/** Where a profile of one's own begins: by which way home is reached. */
import type { Draft } from '../forms/field.ts'
import { startOf, ways } from '../forms/starts.ts'
import { Icon } from './icon.tsx'

export interface NewProfileProps {
  readonly begin: (draft: Draft) => void
  readonly cancel: () => void
}

export function NewProfile({ begin, cancel }: NewProfileProps) {
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>New profile</h1>
          <p>How does home let you in? Layers can be changed afterwards, too.</p>
        </div>
      </div>
      <ul className="ways">
        {ways.map((way) => (
          <li key={way.title}>
            <button type="button" className="act" onClick={() => begin(startOf(way))}>
              <b>{way.title}</b>
              <span>{way.says}</span>
              <Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
      <footer className="sheet-foot">
        <p>If you have a configuration in files, import it instead.</p>
        <button type="button" className="btn btn-q" onClick={cancel}>
          Cancel
        </button>
      </footer>
    </>
  )
}
