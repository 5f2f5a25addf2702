/**
 * This page shows what home must have for a profile: the gateway's own files as text, with what one must fill in marked. Roam6 changes
 * nothing there.
 */
import { useEffect, useRef, useState } from 'react'
import type { GatewayChoice, GatewayView, Words } from '../../main/contract/bridge.ts'
import { filesText, gatewayPrograms } from '../../main/contract/words/gateway.ts'
import { bridge } from '../bridge.ts'
import { useAnnounce } from '../components/announcer.tsx'
import { useCopy } from '../components/copy-button.tsx'
import { Frame } from '../components/frame.tsx'
import { GatewayBlanks } from '../components/gateway-blanks.tsx'
import { GatewayFile } from '../components/gateway-file.tsx'
import { Icon } from '../components/icon.tsx'
import { LastError } from '../components/last-error.tsx'
import { Scroll } from '../components/scroll.tsx'
import { useGateway } from '../use-gateway.ts'

export interface GatewayProps {
  readonly profile: string
  readonly tray: boolean
  readonly back: () => void
  readonly whichWay: () => void
}

export function Gateway({ profile, tray, back, whichWay }: GatewayProps) {
  const [kind, setKind] = useState<string | null>(null)
  const [values, setValues] = useState<GatewayChoice['values']>({})
  const [failed, setFailed] = useState<Words>()
  const { view, words } = useGateway({ profile, kind, values })
  const announce = useAnnounce()
  const heading = useRef<HTMLHeadingElement>(null)
  // The page takes the place of another: keyboard and screen reader start at its top.
  useEffect(() => heading.current?.focus(), [])
  const save = async (file: string | null) => {
    const reply = await bridge.call('saveGateway', { profile, kind, values, file })
    setFailed(reply.ok ? undefined : reply.words)
    if (reply.ok && reply.value.saved) announce('Saved')
  }
  return (
    <Frame title="What home must have" subtitle={profile} tray={tray} back={back}>
      <div className="gw-h">
        <div>
          <h1 ref={heading} tabIndex={-1} className="sr">
            What home must have
          </h1>
          <p>The other end of this profile, as its own files. Roam6 changes nothing there.</p>
        </div>
        {view && view.files.length > 0 && <ForAll view={view} save={() => void save(null)} />}
      </div>
      <LastError words={words ?? failed} dismiss={() => setFailed(undefined)} />
      {view && view.kinds.length > 1 && <Programs kinds={view.kinds} chosen={kind ?? view.kind} choose={setKind} />}
      <Scroll label="Files">
        {view && (
          <div className="two">
            <aside>
              <GatewayBlanks view={view} values={values} give={setValues} />
              <p className="way-link">
                Is your gateway another program, or is there only a router at home?{' '}
                <button type="button" className="link" onClick={whichWay}>
                  Which way is mine?
                </button>
              </p>
            </aside>
            <div>
              {view.files.map((file) => (
                <GatewayFile key={file.name} file={file} blanks={view.blanks} save={() => void save(file.name)} />
              ))}
              {view.files.length === 0 && (
                <p className="why">There is no text for the gateway of such a stack of layers.</p>
              )}
            </div>
          </div>
        )}
      </Scroll>
    </Frame>
  )
}

function ForAll({ view, save }: { readonly view: GatewayView; readonly save: () => void }) {
  const [copied, copy] = useCopy(filesText(view.files))
  return (
    <div className="btns">
      <button type="button" className="btn" onClick={copy}>
        <Icon name={copied ? 'check' : 'copy'} />
        Copy all
      </button>
      <button type="button" className="btn" onClick={save}>
        Save all…
      </button>
    </div>
  )
}

interface ProgramsProps {
  readonly kinds: readonly string[]
  readonly chosen: string | null
  readonly choose: (kind: string) => void
}

function Programs({ kinds, chosen, choose }: ProgramsProps) {
  return (
    <div className="seg programs" role="radiogroup" aria-label="Program at home">
      {kinds.map((one) => (
        <label key={one}>
          <input type="radio" name="program" checked={one === chosen} onChange={() => choose(one)} />
          <span>{gatewayPrograms[one] ?? one}</span>
        </label>
      ))}
    </div>
  )
}
