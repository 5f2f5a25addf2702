/** This module makes the checks of a test the stops of one path from the laptop to home: pure. */
import type { Check, CheckResult, TestReport } from '../helper/contract/connectivity.ts'
import { checkWords, kindOf } from '../main/contract/words/checks.ts'
import { placeNames } from '../main/contract/words/layers.ts'
import { provesNothing } from '../main/contract/words/proof.ts'
import { neededBy, remark } from '../main/contract/words/report.ts'

/** A check of the plan; without a result it has not run yet. */
export interface PlannedCheck {
  readonly id: string
  readonly layer: Check['layer']
  readonly title: string
  readonly check?: Check | undefined
}

/** `active` and `ahead`: the test is at the stop, or has not come to it yet. */
export type StopResult = CheckResult | 'active' | 'ahead'

export interface Stop {
  readonly title: string
  readonly result: StopResult
  /** The one figure that one would look for, or what is wrong. */
  readonly figure: string
  /** "3 passed, 1 failed" */
  readonly count: string
  /** What is opened by itself, each with the checks that were not asked because of it. */
  readonly broken: readonly { readonly check: Check; readonly held: readonly Check[] }[]
  /** The others that are done. */
  readonly others: readonly Check[]
}

interface Place {
  readonly title: string
  readonly layers: readonly Check['layer'][]
  /** Kinds of checks whose finding is the figure of the stop. */
  readonly tells: readonly string[]
}

const places: readonly Place[] = [
  { title: placeNames.link, layers: ['link', 'router'], tells: ['link-address', 'router'] },
  { title: placeNames.internet, layers: ['internet'], tells: ['underlay-mtu'] },
  { title: placeNames.gateway, layers: ['gateway'], tells: ['gateway-ping', 'gateway-udp-4500'] },
  {
    title: 'Tunnel',
    layers: ['ike', 'esp', 'openvpn', 'tinc', 'gre', 'ip6ip6'],
    tells: ['ike', 'openvpn', 'tinc', 'esp-carries'],
  },
  { title: placeNames.address, layers: ['address'], tells: ['addresses'] },
  { title: placeNames.route, layers: ['route'], tells: ['routes'] },
  { title: placeNames.mtu, layers: ['mtu'], tells: ['path-mtu'] },
  { title: placeNames.home, layers: ['home'], tells: ['home-host'] },
  { title: placeNames['ipv6-internet'], layers: ['ipv6-internet'], tells: ['ipv6-internet'] },
]

/** What belongs to no place, as a later helper may have it, is a stop of its own at the end. */
const placesOf = (planned: readonly PlannedCheck[]): readonly Place[] => {
  const known = new Set(places.flatMap(({ layers }) => layers))
  const others = [...new Set(planned.map(({ layer }) => layer))].filter((layer) => !known.has(layer))
  return [...places, ...others.map((layer) => ({ title: placeNames[layer], layers: [layer], tells: [] }))]
}

export const placeOf = ({ layer }: Pick<Check, 'layer'>): string =>
  places.find(({ layers }) => layers.includes(layer))?.title ?? placeNames[layer]

/** @param report where the test is over */
export function stopsOf(planned: readonly PlannedCheck[], report: TestReport | undefined): Stop[] {
  const opens: readonly CheckResult[] = report && provesNothing(report) ? ['fail', 'warn', 'unknown'] : ['fail', 'warn']
  const at = planned.find(({ check }) => !check)?.id
  return placesOf(planned).flatMap((place) => {
    const own = planned.filter(({ layer }) => place.layers.includes(layer))
    return own.length > 0 ? [stopOf(place, own, { opens, at, all: report?.checks ?? [] })] : []
  })
}

interface Whole {
  readonly opens: readonly CheckResult[]
  /** The check that the test is at. */
  readonly at: string | undefined
  readonly all: readonly Check[]
}

function stopOf({ title, tells }: Place, planned: readonly PlannedCheck[], { opens, at, all }: Whole): Stop {
  const done = planned.flatMap(({ check }) => check ?? [])
  const held = (check: Check) => all.filter((other) => neededBy(other, all) === check)
  const waiting = planned.length - done.length
  const isActive = planned.some(({ id }) => id === at)
  if (waiting > 0)
    return {
      title,
      result: isActive ? 'active' : 'ahead',
      figure: '',
      count: isActive || done.length > 0 ? `${done.length} of ${planned.length}` : `${planned.length} to come`,
      broken: [],
      others: done,
    }
  const broken = done.filter(({ result }) => opens.includes(result))
  return {
    title,
    result: worst(done, all),
    figure: figureOf(done, tells, all),
    count: countOf(done),
    broken: broken.map((check) => ({ check, held: held(check) })),
    others: done.filter((check) => !broken.includes(check) && !broken.some((one) => neededBy(check, all) === one)),
  }
}

/** What was held up by a failure counts more than what has no place here, such as a certificate where there is none. */
function worst(checks: readonly Check[], all: readonly Check[]): CheckResult {
  const has = (wanted: CheckResult) => checks.some(({ result }) => result === wanted)
  if (has('fail')) return 'fail'
  if (has('warn')) return 'warn'
  if (checks.some((check) => neededBy(check, all))) return 'skip'
  if (has('pass')) return 'pass'
  return has('unknown') ? 'unknown' : 'skip'
}

function figureOf(checks: readonly Check[], tells: readonly string[], all: readonly Check[]): string {
  const wrong = checks.find(({ result }) => result === 'fail') ?? checks.find(({ result }) => result === 'warn')
  if (wrong) return remark(wrong)
  const held = checks.flatMap((check) => neededBy(check, all) ?? [])[0]
  if (held) return `Not asked: ${checkWords(held.id)?.failed ?? held.because}`
  const told = checks.filter(({ id, result }) => result === 'pass' && tells.includes(kindOf(id)))
  if (told.length > 0) return told.map(remark).join('; ')
  const first = ['pass', 'unknown', 'skip'].flatMap((wanted) => checks.find(({ result }) => result === wanted) ?? [])[0]
  return first ? remark(first) : ''
}

const counts: readonly (readonly [result: CheckResult, words: string])[] = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['warn', 'with a warning'],
  ['unknown', 'not known'],
  ['skip', 'not asked'],
]

export const countOf = (checks: readonly Check[]): string =>
  counts
    .map(([wanted, words]) => [checks.filter(({ result }) => result === wanted).length, words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ')

/** "path MTU, home twice, IPv6 internet" */
export function placesText(checks: readonly Check[]): string {
  const titles = checks.map(placeOf)
  const inSentence = (title: string) => (/^[A-Z][a-z]/.test(title) ? title[0]?.toLowerCase() + title.slice(1) : title)
  const times = (title: string) => titles.filter((other) => other === title).length
  const words = (count: number) => (count === 1 ? '' : count === 2 ? ' twice' : ` ${count} times`)
  return [...new Set(titles)].map((title) => `${inSentence(title)}${words(times(title))}`).join(', ')
}
