/**
 * Answers "Which way is mine?": from what one has at home to the way that fits, with its reason. Questions that change nothing are not
 * asked.
 */
import type { WayId } from './starts.ts'

export interface Option {
  readonly value: string
  readonly label: string
}

export interface WayQuestion {
  readonly id: 'reach' | 'runs' | 'place' | 'wants'
  readonly asks: string
  /** What helps to answer. */
  readonly hint?: string
  readonly options: readonly Option[]
}

export type WayAnswers = Partial<Record<WayQuestion['id'], string>>

export interface WayResult {
  readonly way: WayId
  /** Why this one. */
  readonly because: string
  /** They would do as well. */
  readonly others: readonly WayId[]
}

const reach: WayQuestion = {
  id: 'reach',
  asks: 'What can the internet reach at home?',
  options: [
    { value: 'ipv4', label: 'A public IPv4 address' },
    { value: 'ipv6', label: 'Public IPv6 only' },
    { value: 'neither', label: 'Neither' },
    { value: 'unknown', label: 'I do not know' },
  ],
}
/** Said where somebody does not know. RFC 6598 has 100.64.0.0/10, RFC 1918 the others. */
export const whereToLook =
  'Your router’s status page says it. An IPv4 address that begins with 10, 192.168, 172.16 to 172.31, or 100.64 to 100.127 is not public: the provider shares one among many. An IPv6 address that begins with 2 or 3 is public.'

const runs: WayQuestion = {
  id: 'runs',
  asks: 'What runs at home that could let you in?',
  options: [
    { value: 'strongswan', label: 'strongSwan' },
    { value: 'openiked', label: 'OpenIKED' },
    { value: 'openvpn', label: 'OpenVPN' },
    { value: 'tinc', label: 'tinc' },
    { value: 'typed', label: 'ESP with typed keys' },
    { value: 'nothing', label: 'Nothing yet' },
  ],
}
const place: WayQuestion = {
  id: 'place',
  asks: 'Where will the laptop be?',
  options: [
    { value: 'roaming', label: 'On many networks, behind NAT' },
    { value: 'fixed', label: 'At one fixed public address' },
  ],
}
const wants: WayQuestion = {
  id: 'wants',
  asks: 'What do you want from home?',
  options: [
    { value: 'home', label: 'Only home’s network' },
    { value: 'internet', label: 'Home, and all IPv6 through it' },
  ],
}

/** In order: each is there as soon as the ones before it are answered, and only where it decides something. */
export function questionsFor(answers: WayAnswers): readonly WayQuestion[] {
  if (answers.reach === undefined) return [reach]
  if (answers.reach === 'unknown') return [reach]
  if (answers.reach === 'neither') return [reach, wants]
  if (answers.runs === undefined) return [reach, runs]
  return answers.runs === 'typed' ? [reach, runs, place] : [reach, runs, wants]
}

const byCallingOut: WayResult = {
  way: 'tinc',
  because:
    'Nothing from outside reaches your home, so home must call out. A small server with a public address lets laptop and home meet; tinc joins the three and encrypts from end to end.',
  others: [],
}

const moves =
  'Typed keys need two addresses that never change, and a laptop that moves has none. IKEv2 makes its keys anew on every network; strongSwan at home speaks it.'

/** By what runs at home, and whether IPv6 as a whole is wanted. */
const byProgram: Readonly<Record<string, Readonly<Record<'home' | 'internet', WayResult>>>> = {
  strongswan: {
    home: {
      way: 'ike',
      because: 'strongSwan lets home’s networks through ESP directly. It roams, and goes through NAT on UDP 4500.',
      others: ['ike-gre'],
    },
    internet: {
      way: 'ike-gre',
      because:
        'strongSwan hands out a virtual IPv4 address, and GRE over it carries any IPv6, ::/0 too. It roams, and goes through NAT on UDP 4500.',
      others: ['ike'],
    },
  },
  openiked: both({
    way: 'ike-gre',
    because:
      'OpenIKED hands out one virtual IPv4 address, and GRE over it carries any IPv6. It roams, and goes through NAT on UDP 4500.',
    others: [],
  }),
  openvpn: both({
    way: 'openvpn',
    because: 'A tap tunnel makes the laptop a part of home’s Ethernet. It roams, and passes where only TCP 443 does.',
    others: [],
  }),
  tinc: both({
    way: 'tinc',
    because: 'The laptop becomes one more node, with its own key. It roams, and two nodes at home meet directly.',
    others: [],
  }),
  nothing: {
    home: {
      way: 'ike',
      because: 'IKEv2 is what needs least at home: strongSwan on a machine there, and UDP 500 and 4500 let in to it.',
      others: ['openvpn', 'tinc'],
    },
    internet: {
      way: 'ike-gre',
      because:
        'GRE inside IKEv2 carries all IPv6. It needs strongSwan on a machine at home, and UDP 500 and 4500 let in to it.',
      others: ['openvpn', 'tinc'],
    },
  },
}

function both(result: WayResult): Readonly<Record<'home' | 'internet', WayResult>> {
  return { home: result, internet: result }
}

/** Undefined until the answers decide it. */
export function wayOf({ reach: reached, runs: program, place: at, wants: wanted }: WayAnswers): WayResult | undefined {
  if (reached === undefined || reached === 'unknown') return undefined
  if (reached === 'neither') return wanted === undefined ? undefined : byCallingOut
  if (program === 'typed') {
    if (at === undefined) return undefined
    if (at === 'roaming') return { way: 'ike', because: moves, others: ['tinc'] }
    return reached === 'ipv6'
      ? {
          way: 'ip6ip6-esp',
          because: 'ip6ip6 joins the two public IPv6 addresses, and ESP with the typed keys runs inside it.',
          others: ['esp'],
        }
      : { way: 'esp', because: 'ESP with the typed keys goes between the two public addresses.', others: [] }
  }
  if (wanted !== 'home' && wanted !== 'internet') return undefined
  return byProgram[program ?? '']?.[wanted]
}
