/** This module makes the log readable: times are local, no line is longer than two of a screen, a daemon's words about itself are one line. */
import type { LogLine } from '../../../helper/contract/requests.ts'
import { localStamp } from './local-time.ts'
import type { Tone } from './style.ts'

export interface LogRow {
  readonly time: string
  readonly source: string
  readonly level: LogLine['level']
  readonly text: string
  readonly tone: Tone | undefined
}

/** A row is two lines of a common terminal at most, with what stands before the text. */
const longest = 120

/** charon says this of itself at each start (strongSwan, src/charon-systemd and src/libcharon/daemon.c). */
const banner =
  /starting (IKE )?(charon|daemon)|loaded plugins:|spawning \d+ worker threads|dropped capabilities|^strongSwan \S+ with /i

const tones: Readonly<Partial<Record<LogLine['level'], Tone>>> = { warn: 'warn', error: 'bad', debug: 'quiet' }

export function logRows(lines: readonly LogLine[], full: boolean): LogRow[] {
  return (full ? lines : withoutBanners(lines)).map(({ at, source, level, text }) => ({
    time: localStamp(new Date(at)),
    source,
    level,
    text: full ? text : cut(text),
    tone: tones[level],
  }))
}

/** Keeps the first of the lines of a banner that follow one another; it says how many more there are. */
function withoutBanners(lines: readonly LogLine[]): LogLine[] {
  const kept: LogLine[] = []
  let more = 0
  const close = () => {
    const last = kept.at(-1)
    if (last && more > 0) kept[kept.length - 1] = { ...last, text: `${cut(last.text)} (+ ${more} more: --full)` }
    more = 0
  }
  let before: LogLine | undefined
  for (const line of lines) {
    const goesOn = before !== undefined && before.source === line.source && isBanner(before) && isBanner(line)
    if (goesOn) more += 1
    else {
      close()
      kept.push(line)
    }
    before = line
  }
  close()
  return kept
}

const isBanner = ({ text }: LogLine) => banner.test(text)

const cut = (text: string) =>
  text.length <= longest + 20 ? text : `${text.slice(0, longest)}… (${text.length - longest} characters more: --full)`
