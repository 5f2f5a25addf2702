/** This hook keeps what happened: all of it when the page opens, each event as it comes, and the log beside it. */
import { useEffect, useState } from 'react'
import type { HelperEvent } from '../helper/contract/event.ts'
import type { LogLine } from '../helper/contract/requests.ts'
import type { Words } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'

/** Of the log, while the page is open. */
const everyMs = 2_000

export interface History {
  readonly events: readonly HelperEvent[]
  readonly log: readonly LogLine[]
  readonly words: Words | undefined
}

export function useHistory(): History {
  const [events, setEvents] = useState<readonly HelperEvent[]>([])
  const [log, setLog] = useState<readonly LogLine[]>([])
  const [words, setWords] = useState<Words>()
  useEffect(() => {
    let isOpen = true
    const readAll = async () => {
      const reply = await bridge.call('events', {})
      if (isOpen && reply.ok) setEvents(reply.value)
    }
    const readLog = async () => {
      const reply = await bridge.call('logs', {})
      if (!isOpen) return
      if (reply.ok) setLog(reply.value)
      setWords(reply.ok ? undefined : reply.words)
    }
    const end = bridge.on('event', (event) =>
      setEvents((known) => {
        const last = known.at(-1)
        // One that was missed: a window that is slow gets only the newest.
        if (last && event.id > last.id + 1) void readAll()
        return [...known.filter(({ id }) => id !== event.id), event]
      }),
    )
    void readAll()
    void readLog()
    const timer = setInterval(() => void readLog(), everyMs)
    return () => {
      isOpen = false
      end()
      clearInterval(timer)
    }
  }, [])
  return { events, log, words }
}
