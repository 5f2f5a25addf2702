/** What the helper and its daemons said lately. */
import { useEffect, useState } from 'react'
import type { LogLine } from '../../helper/contract/requests.ts'
import type { Words } from '../../main/contract/bridge.ts'
import { bridge } from '../bridge.ts'
import { Frame } from '../components/frame.tsx'
import { Scroll } from '../components/scroll.tsx'
import type { PageProps } from './page.ts'

/** While the page is open. */
const everyMs = 2_000

export function Log({ state, open }: PageProps) {
  const [lines, setLines] = useState<readonly LogLine[]>([])
  const [words, setWords] = useState<Words>()
  useEffect(() => {
    let open = true
    const read = async () => {
      const reply = await bridge.call('logs', {})
      if (!open) return
      if (reply.ok) setLines(reply.value)
      setWords(reply.ok ? undefined : reply.words)
    }
    void read()
    const timer = setInterval(() => void read(), everyMs)
    return () => {
      open = false
      clearInterval(timer)
    }
  }, [])
  return (
    <Frame title="Log" tray={state.tray} back={() => open('overview')}>
      <Scroll label="Lines">
        <h1 className="sr">Log</h1>
        {words && <p className="why log-last-error">{words.message}</p>}
        <ol className="log">
          {lines.map(({ at, source, level, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
            <li key={index} className={level}>
              <span className="num">{new Date(at).toTimeString().slice(0, 8)}</span>
              <span>{source}</span>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </Scroll>
    </Frame>
  )
}
