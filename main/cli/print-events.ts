/** Prints what happened, one event a line: the history of the window, for a terminal. */
import { type HelperEvent, mostEvents } from '../../helper/contract/event.ts'
import { repeats } from '../contract/words/history.ts'
import { localStamp } from './text/local-time.ts'
import type { Line, Tone } from './text/style.ts'
import { visibleJson } from './text/visible.ts'
import { type Context, type Ending, json, withHelper } from './verb.ts'

const tones: Readonly<Record<HelperEvent['kind'], Tone | undefined>> = {
  asked: 'strong',
  found: undefined,
  good: 'good',
  attention: 'warn',
  failed: 'bad',
}

function eventLine(event: HelperEvent): Line {
  const tone = tones[event.kind]
  const again = repeats(event)
  const time = localStamp(new Date(event.at))
  return [
    { tone: 'quiet', text: time },
    '  ',
    tone ? { tone, text: event.text } : event.text,
    again ? `  ${again}` : '',
  ]
}

export interface EventsWanted {
  readonly most: number
  /** Whether to go on with new ones until interrupted. */
  readonly follows: boolean
}

export const printEvents = ({ most, follows }: EventsWanted, context: Context): Promise<Ending> =>
  withHelper(context, async (helper): Promise<Ending> => {
    const tell = (event: HelperEvent) =>
      context.json ? context.print(visibleJson(JSON.stringify(event))) : context.printLines([eventLine(event)])
    /** What comes while the earlier events are asked for; null from when those are told. */
    let waiting: HelperEvent[] | null = []
    if (follows) {
      helper.on('event', (event) => {
        if (waiting) waiting.push(event)
        else tell(event)
      })
      const watching = await helper.request('watch', { counters: false }, context.interrupted)
      if (!watching.ok) return watching.failure
    }
    const events = await helper.request('events', { last: Math.min(most, mostEvents) }, context.interrupted)
    if (!events.ok) return events.failure
    if (context.json && !follows) context.print(json(events.value))
    else events.value.forEach(tell)
    if (!follows) return 0
    const last = events.value.at(-1)
    waiting.filter((event) => !last || isAfter(event, last)).forEach(tell)
    waiting = null
    return new Promise((resolve) => {
      helper.onClose(() => resolve(3))
      context.interrupted.addEventListener('abort', () => resolve(0))
    })
  })

const isAfter = (event: HelperEvent, last: HelperEvent) =>
  event.id > last.id || (event.id === last.id && event.count > last.count)
