/** A strict fake of `ip xfrm`: policies and states of one namespace. */
import type { ObservedPolicy, ObservedState } from '../../helper/core/change/observed.ts'
import { pairs, Refused } from './refused.ts'

interface Policy {
  readonly words: readonly string[]
  readonly index: number
  readonly linkIndex: number | undefined
}

/** A policy is known by selector, direction and if_id, a state by its ends and its SPI. */
const policyKey = (words: readonly string[]) => {
  const selector = words.slice(0, words.indexOf('dir') + 2).join(' ')
  const ifId = pairs(words).get('if_id')
  return ifId === undefined ? selector : `${selector} if_id ${ifId}`
}
const stateKey = (words: readonly string[]) => {
  const values = pairs(words)
  return `src ${values.get('src')} dst ${values.get('dst')} spi ${Number(values.get('spi'))}`
}
const notThere = 'ENOENT'

export class FakeXfrm {
  readonly #policies = new Map<string, Policy>()
  readonly #states = new Map<string, readonly string[]>()
  readonly #linkIndex: (name: string) => number
  #next = 1

  /** @param linkIndex of a link by its name; refuses where there is none */
  constructor(linkIndex: (name: string) => number) {
    this.#linkIndex = linkIndex
  }

  print(): string[] {
    return [
      ...[...this.#policies.values()].map(
        (policy) => `policy ${policyKey(policy.words)}${this.#isOrphaned(policy) ? ' of a link that is gone' : ''}`,
      ),
      ...[...this.#states.keys()].map((key) => `state ${key}`),
    ]
  }

  execute(object: 'policy' | 'state', [verb, ...words]: readonly string[]): void {
    if (object === 'policy') this.#policy(verb, words)
    else if (verb === 'add') {
      if (this.#states.has(stateKey(words))) throw new Refused('EEXIST')
      this.#states.set(stateKey(words), words)
    } else if (!this.#states.delete(stateKey(words))) throw new Refused(notThere)
  }

  #policy(verb: string | undefined, words: readonly string[]): void {
    const index = pairs(words).get('index')
    if (index !== undefined) {
      const [found] = [...this.#policies].find(([, policy]) => policy.index === Number(index)) ?? []
      if (verb !== 'delete' || found === undefined) throw new Refused(notThere)
      this.#policies.delete(found)
      return
    }
    const device = pairs(words).get('dev')
    const linkIndex = device === undefined ? undefined : this.#linkIndex(device)
    const key = `${policyKey(words)} ${linkIndex}`
    if (verb === 'add') {
      if (this.#policies.has(key)) throw new Refused('EEXIST')
      this.#policies.set(key, { words, index: this.#next++, linkIndex })
    } else if (!this.#policies.delete(key)) throw new Refused(notThere)
  }

  /** The kernel keeps a policy whose link has gone; one of that name that is made anew is another link. */
  #isOrphaned({ words, linkIndex }: Policy): boolean {
    if (linkIndex === undefined) return false
    try {
      return this.#linkIndex(pairs(words).get('dev') ?? '') !== linkIndex
    } catch {
      return true
    }
  }

  observed(): { readonly policies: ObservedPolicy[]; readonly states: ObservedState[] } {
    return {
      policies: [...this.#policies.values()].map(asPolicy),
      states: [...this.#states.values()].map(asState),
    }
  }
}

const ifIdOf = (values: ReadonlyMap<string, string>) => (values.has('if_id') ? Number(values.get('if_id')) : undefined)

function asPolicy({ words, index, linkIndex }: Policy): ObservedPolicy {
  const template = words.indexOf('tmpl')
  const values = pairs(template < 0 ? words : words.slice(0, template))
  return {
    source: values.get('src') ?? '',
    destination: values.get('dst') ?? '',
    protocol: values.get('proto'),
    direction: values.get('dir') ?? '',
    blocks: values.get('action') === 'block',
    ifId: ifIdOf(pairs(words)),
    index,
    linkIndex,
    priority: Number(values.get('priority') ?? 0),
    reqid: template < 0 ? undefined : Number(pairs(words.slice(template)).get('reqid') ?? 0),
  }
}

/** The words for them (ip-xfrm(8), ALGO). A state without any is being negotiated. */
const algorithms = ['enc', 'auth', 'auth-trunc', 'aead', 'comp']

function asState(words: readonly string[]): ObservedState {
  const values = pairs(words)
  return {
    source: values.get('src') ?? '',
    destination: values.get('dst') ?? '',
    protocol: 'esp',
    spi: `0x${Number(values.get('spi')).toString(16).padStart(8, '0')}`,
    ifId: ifIdOf(values),
    reqid: Number(values.get('reqid') ?? 0),
    ...(algorithms.some((word) => words.includes(word)) ? {} : { larval: true }),
  }
}
