/** Which conn of an ipsec.conf is meant, with `%default` and `also=` put in, and which of its ends is this laptop. */
import { type Credentials, named } from './certificates.ts'
import { chooseConnection } from './choose-connection.ts'
import type { DraftBuilder } from './draft.ts'
import { type Directive, originOf } from './ike-directives.ts'
import type { Section } from './ipsec-conf-grammar.ts'
import { fits } from './x509.ts'

/** One parameter for each key: what counts in the end. */
export type Settings = ReadonlyMap<string, Directive>

/** Deeper is a mistake, or made to be slow. */
const mostIncluded = 32

/** The conns that `also=` takes in, the conn itself last: what comes later counts. */
export function takenIn(conn: string, sections: readonly Section[]): ReadonlySet<string> {
  const entered = new Set<string>()
  const taken = new Set<string>()
  const add = (name: string) => {
    if (entered.has(name) || entered.size > mostIncluded) return
    entered.add(name)
    for (const section of sections)
      if (section.type === 'conn' && section.name === name)
        for (const { key, value } of section.parameters) if (key === 'also') add(value)
    taken.add(name)
  }
  add(conn)
  return taken
}

/** %default, then what `also=` names, then the conn's own; an empty value takes back what was there. */
export function settingsOf(conn: string, sections: readonly Section[]): Settings {
  const settings = new Map<string, Directive>()
  for (const name of ['%default', ...takenIn(conn, sections)])
    for (const section of sections)
      if (section.type === 'conn' && section.name === name)
        for (const parameter of section.parameters) {
          if (parameter.key === 'also') continue
          if (parameter.value === '') settings.delete(parameter.key)
          else settings.set(parameter.key, parameter)
        }
  return settings
}

/** Why a conn is none that Roam6 could make; null where it is. */
function unfit(settings: Settings): string | null {
  const value = (key: string) => settings.get(key)?.value ?? ''
  if (value('keyexchange') === 'ikev1' || /^(no|never)$/.test(value('ikev2'))) return 'is for IKEv1: Roam6 speaks IKEv2'
  if (/^(passthrough|pass|drop|reject)$/.test(value('type'))) return `is a policy (type=${value('type')}), not a tunnel`
  if (!settings.has('left') && !settings.has('right')) return 'names neither end: others take it in with also='
  return null
}

/** The conn to import: the only one, or the one that was chosen. A text is why there is none. */
export function chooseConn(
  sections: readonly Section[],
  draft: DraftBuilder,
): string | null | { readonly fault: string } {
  const names = [
    ...new Set(sections.flatMap(({ type, name }) => (type === 'conn' && !name.startsWith('%') ? [name] : []))),
  ]
  if (names.length > mostConns) return { fault: `there are more than ${mostConns} conns in it` }
  const judged = names.map((name) => ({ name, reason: unfit(settingsOf(name, sections)) }))
  const conns = sections.filter(({ type }) => type === 'conn')
  const parts = new Set(
    conns.flatMap((conn) =>
      conn.parameters.flatMap(({ key, value }) => (key === 'also' && value !== conn.name ? [value] : [])),
    ),
  )
  for (const { name, parameters } of conns) if (parameters.some(({ key }) => key === 'auto')) parts.delete(name)
  const whole = judged.filter(({ reason }) => reason === null).map(({ name }) => name)
  // What others take in and nothing starts is a part of them; where all are, none is.
  const fit = whole.some((name) => !parts.has(name)) ? whole.filter((name) => !parts.has(name)) : whole
  const [only] = fit
  if (only === undefined) {
    const [first] = judged
    return { fault: first ? `conn ${first.name} ${first.reason}` : 'there is no conn in it' }
  }
  const fromOf = (conn: string) => {
    const section = sections.find(({ name }) => name === conn)
    return section ? originOf(section) : null
  }
  return chooseConnection(fit, (name) => name, fromOf, draft) ?? null
}

/** A gateway of many has that many; each is looked at with all that it takes in. */
const mostConns = 256

export type End = 'left' | 'right'

const anywhere = /^(%any[46]?|%defaultroute|0\.0\.0\.0(\/0)?|::(\/0)?|%dynamic)?$/

/** Signs that an end is this laptop, with their weight. */
function likeness(end: End, settings: Settings, { certificates, keys }: Credentials): number {
  const value = (key: string) => settings.get(`${end}${key}`)?.value ?? ''
  const withKey = named(certificates, value('cert')).some((one) =>
    keys.some((key) => key.facts && fits(key.facts, one.facts)),
  )
  return (anywhere.test(value('')) ? 1 : 0) + (value('sourceip').startsWith('%c') ? 4 : 0) + (withKey ? 4 : 0)
}

/** charon itself compares both ends with the machine's addresses; what is imported has moved since. */
export function chooseOwnEnd(settings: Settings, credentials: Credentials, draft: DraftBuilder): End | null {
  const left = likeness('left', settings, credentials)
  const right = likeness('right', settings, credentials)
  if (left !== right) return left > right ? 'left' : 'right'
  const describe = (end: End) => {
    const says = settings.get(`${end}id`)?.value ?? settings.get(end)?.value
    return says === undefined ? end : `${end}: ${says}`.slice(0, 200)
  }
  const choices = [describe('left'), describe('right')]
  const parameter = settings.get('left') ?? settings.get('right')
  const choice = draft.ask({
    id: 'side',
    kind: 'choice',
    what: 'Which end is this laptop',
    why: 'Neither end says so: no %any, no %config, no private key of one.',
    choices,
    from: parameter ? originOf(parameter) : null,
  })
  return choice === undefined ? null : choice === choices[0] ? 'left' : 'right'
}
