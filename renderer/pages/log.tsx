/** This page shows what happened lately, one event a sentence, with what daemons said of it. */
import { Fragment, useEffect, useRef, useState } from 'react'
import { dayOf, entriesOf, filtered, historyText } from '../../main/contract/words/history.ts'
import { bridge } from '../bridge.ts'
import { useCopy } from '../components/copy-button.tsx'
import { Frame } from '../components/frame.tsx'
import { HistoryRow } from '../components/history-entry.tsx'
import { useHistory } from '../use-history.ts'
import type { PageProps } from './page.ts'

/** Nearer to the end than this is at the end. */
const nearPx = 8

export function Log({ state, open }: PageProps) {
  const { events, log, words } = useHistory()
  const [problems, setProblems] = useState(false)
  const [text, setText] = useState('')
  const [follows, setFollows] = useState(true)
  const box = useRef<HTMLElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const shown = filtered(entriesOf(events, log), { problems, text })
  const [copied, copy] = useCopy(historyText(shown))
  const newest = shown.at(-1)?.event

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest is what is followed
  useEffect(() => {
    if (follows) box.current?.scrollTo(0, box.current.scrollHeight)
  }, [follows, newest?.id, newest?.count])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.ctrlKey || event.key !== 'f') return
      event.preventDefault()
      search.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const onScroll = () => {
    const at = box.current
    if (at) setFollows(at.scrollHeight - at.scrollTop - at.clientHeight < nearPx)
  }
  const save = () => void bridge.call('saveHistory', { text: historyText(shown) })
  return (
    <Frame title="History" tray={state.tray} back={() => open('overview')}>
      <h1 className="sr">History</h1>
      <div className="tools">
        <input
          ref={search}
          type="text"
          aria-label="Filter"
          placeholder="Filter"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <label className="chk">
          <input type="checkbox" checked={problems} onChange={({ target }) => setProblems(target.checked)} />
          <span>Problems only</span>
        </label>
        <label className="chk">
          <input type="checkbox" checked={follows} onChange={({ target }) => setFollows(target.checked)} />
          <span>Follow</span>
        </label>
        <span className="grow" />
        <button type="button" className="btn" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" className="btn" onClick={save}>
          Save…
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section ref={box} className="body" aria-label="Events" tabIndex={0} onScroll={onScroll}>
        {words && <p className="why log-last-error">{words.message}</p>}
        {shown.length === 0 && !words && (
          <p className="why log-last-error">
            {events.length === 0 ? 'Nothing happened since the helper started.' : 'Nothing has that in it.'}
          </p>
        )}
        <div role="log" aria-live="off" aria-label="What happened">
          <ol className="history">
            {shown.map((entry, at) => {
              const day = dayOf(entry.event.at)
              const before = shown[at - 1]
              return (
                <Fragment key={entry.event.id}>
                  {(!before || dayOf(before.event.at) !== day) && <li className="day">{day}</li>}
                  <HistoryRow entry={entry} />
                </Fragment>
              )
            })}
          </ol>
        </div>
      </section>
    </Frame>
  )
}
