/** No helper, no networking: what that means, and the offer to start it. */
import type { HelperView } from '../../main/contract/bridge.ts'
import { ask } from '../bridge.ts'
import { Frame } from '../components/frame.tsx'
import { Glyph } from '../components/glyph.tsx'
import { Icon, Spinner } from '../components/icon.tsx'
import { MainMenu } from '../components/main-menu.tsx'
import { Scroll } from '../components/scroll.tsx'
import type { PageProps } from './page.ts'

const titles: Readonly<Record<HelperView['state'], string>> = {
  searching: 'Looking for the helper',
  running: '',
  absent: 'The helper is not running',
  starting: 'Starting the helper',
  unusable: 'The helper cannot be used',
}

export function NoHelper({ state, open }: PageProps) {
  const { helper } = state
  const words = helper.state === 'absent' || helper.state === 'unusable' ? helper.words : undefined
  return (
    <Frame title="Roam6" tone="s-idle" tray={state.tray} menu={<MainMenu state={state} open={open} />}>
      <div className="wash">
        <section className="hero">
          <div className="hero-top">
            <Glyph face="off" />
            <div>
              <div role="status">
                <h1>{titles[helper.state]}</h1>
              </div>
              <p>Only the helper may change the network</p>
            </div>
          </div>
        </section>
      </div>
      <Scroll label="Details">
        {words && (
          <section className="sec" aria-label="What happened">
            <div className="sec-h">
              <h2>{words.message}</h2>
            </div>
            {words.remedy && <p className="why">{words.remedy}</p>}
          </section>
        )}
        <section className="sec" aria-label="The helper">
          <div className="note">
            <Icon name="lock" />
            <p>
              All networking is done by a small program that runs as root. Starting it asks for the administrator’s
              password. It stays when this window is closed, and so does the way home.
            </p>
          </div>
        </section>
        {(helper.state === 'absent' || helper.state === 'starting') && (
          <div className="offer">
            <button
              type="button"
              className="btn btn-l btn-p"
              disabled={helper.state === 'starting'}
              onClick={() => ask('startHelper')}
            >
              {helper.state === 'starting' ? <Spinner /> : <Icon name="lock" />}
              {helper.state === 'starting' ? 'Waiting for the password' : 'Start the helper'}
            </button>
          </div>
        )}
      </Scroll>
      <footer className="foot">
        <p>Roam6 {state.version}</p>
      </footer>
    </Frame>
  )
}
