/** This page lists every key of the window. Disconnect has none, so that no slip disconnects. */
import { Frame } from '../components/frame.tsx'
import { Scroll } from '../components/scroll.tsx'
import { keys } from '../keys.ts'
import type { PageProps } from './page.ts'

export function Keys({ state, open }: PageProps) {
  return (
    <Frame title="Keys" tray={state.tray} back={() => open('overview')}>
      <Scroll label="Keys">
        <h1 className="sr">Keys</h1>
        <ul className="keys">
          {keys.map(({ caps, says }) => (
            <li key={says}>
              <span>{says}</span>
              <span>
                {caps.map((cap) => (
                  <kbd key={cap}>{cap}</kbd>
                ))}
              </span>
            </li>
          ))}
        </ul>
      </Scroll>
      <footer className="foot">
        <p>Disconnect has no key, so that no slip disconnects</p>
      </footer>
    </Frame>
  )
}
