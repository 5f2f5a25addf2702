/** A strict fake of `ip xfrm`: policies and states of one namespace. */
import type { ObservedPolicy, ObservedState } from '../../helper/core/change/observed.ts'
import { pairs, Refused } from './refused.ts'

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

export class FakeXfrm {
  readonly #policies = new Map<string, readonly string[]>()
  readonly #states = new Map<string, readonly string[]>()

  print(): string[] {
    return [
      ...[...this.#policies.keys()].map((key) => `policy ${key}`),
      ...[...this.#states.keys()].map((key) => `state ${key}`),
    ]
  }

  execute(object: 'policy' | 'state', [verb, ...words]: readonly string[]): void {
    const [entries, key] =
      object === 'policy' ? [this.#policies, policyKey(words)] : ([this.#states, stateKey(words)] as const)
    if (verb === 'add') {
      if (entries.has(key)) throw new Refused('RTNETLINK answers: File exists')
      entries.set(key, words)
    } else if (!entries.delete(key)) throw new Refused('RTNETLINK answers: No such file or directory')
  }

  observed(): { readonly policies: ObservedPolicy[]; readonly states: ObservedState[] } {
    return {
      policies: [...this.#policies.values()].map(asPolicy),
      states: [...this.#states.values()].map(asState),
    }
  }
}

const ifIdOf = (values: ReadonlyMap<string, string>) => (values.has('if_id') ? Number(values.get('if_id')) : undefined)

function asPolicy(words: readonly string[]): ObservedPolicy {
  const template = words.indexOf('tmpl')
  const values = pairs(template < 0 ? words : words.slice(0, template))
  return {
    source: values.get('src') ?? '',
    destination: values.get('dst') ?? '',
    protocol: values.get('proto'),
    direction: values.get('dir') ?? '',
    blocks: values.get('action') === 'block',
    ifId: ifIdOf(pairs(words)),
    reqid: template < 0 ? undefined : Number(pairs(words.slice(template)).get('reqid') ?? 0),
  }
}

function asState(words: readonly string[]): ObservedState {
  const values = pairs(words)
  return {
    source: values.get('src') ?? '',
    destination: values.get('dst') ?? '',
    protocol: 'esp',
    spi: `0x${Number(values.get('spi')).toString(16).padStart(8, '0')}`,
    ifId: ifIdOf(values),
    reqid: Number(values.get('reqid') ?? 0),
  }
}
