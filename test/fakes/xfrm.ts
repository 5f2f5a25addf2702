/** A strict fake of `ip xfrm`: policies and states of one namespace, printed as iproute2 does (it has no JSON of them). */
import { pairs, Refused } from './refused.ts'

const protocolNames: Readonly<Record<string, string>> = { '47': 'gre', '41': 'ipv6' }
const templateText = (words: readonly string[]) => (words.length === 0 ? '' : `\t${words.join(' ')}\n`)
const ifIdText = (id: string | undefined) => (id === undefined ? '' : `\tif_id 0x${Number(id).toString(16)}\n`)

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

  show(object: string | undefined): string {
    return object === 'policy'
      ? [...this.#policies.values()].map(policyText).join('')
      : [...this.#states.values()].map(stateText).join('')
  }
}

function policyText(words: readonly string[]): string {
  const template = words.indexOf('tmpl')
  const values = pairs(template < 0 ? words : words.slice(0, template))
  const protocol = values.get('proto')
  const proto = protocol === undefined ? '' : `proto ${protocolNames[protocol]} `
  const action = values.get('action') === 'block' ? 'action block ' : ''
  return `src ${values.get('src')} dst ${values.get('dst')} ${proto}\n\tdir ${values.get('dir')} ${action}priority 1 ptype main \n${templateText(template < 0 ? [] : words.slice(template))}${ifIdText(values.get('if_id'))}`
}

function stateText(words: readonly string[]): string {
  const values = pairs(words)
  const spi = `0x${Number(values.get('spi')).toString(16).padStart(8, '0')}`
  return `src ${values.get('src')} dst ${values.get('dst')}\n\tproto esp spi ${spi} reqid ${values.get('reqid') ?? 0} mode tunnel\n${ifIdText(values.get('if_id'))}`
}
