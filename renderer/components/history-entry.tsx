/** This part shows one event: when, what, how often. The log's lines that belong to it are folded below. */
import { useId, useState } from 'react'
import type { HelperEvent } from '../../helper/contract/event.ts'
import { type HistoryEntry, repeats, timeOf } from '../../main/contract/words/history.ts'
import { Icon, type IconName } from './icon.tsx'

const marks: Readonly<Record<HelperEvent['kind'], readonly [icon: IconName, colour: string]>> = {
  asked: ['right', 'c-skip'],
  found: ['dot', 'c-skip'],
  good: ['check', 'c-ok'],
  attention: ['warn', 'c-warn'],
  failed: ['fail', 'c-fail'],
}

export function HistoryRow({ entry: { event, lines } }: { readonly entry: HistoryEntry }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const [icon, colour] = marks[event.kind]
  const often = repeats(event)
  return (
    <li>
      <span className="num">{timeOf(event.at)}</span>
      <Icon name={icon} className={colour} />
      <p>
        {event.text}
        {often && <small>{often}</small>}
      </p>
      {lines.length > 0 && (
        <button
          type="button"
          className="link"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {lines.length === 1 ? '1 line' : `${lines.length} lines`}
        </button>
      )}
      {isOpen && (
        <ol id={id} className="log">
          {lines.map(({ at, source, level, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
            <li key={index} className={level}>
              <span className="num">{timeOf(at)}</span>
              <span>{source}</span>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}
