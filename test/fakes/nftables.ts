/** A strict fake of nft: takes the lines of a ruleset, and shows its tables as the kernel does. */
import type { ObservedChains, ObservedFilters } from '../../helper/core/change/observed.ts'
import { Refused } from './refused.ts'

export class FakeNftables {
  installed = true
  /** "inet roam6" to what was added to it. */
  readonly #tables = new Map<string, readonly string[]>()

  print(): string[] {
    return [...this.#tables].flatMap(([name, lines]) => ['', ...lines].map((text) => `table ${name} ${text}`))
  }

  flush(): void {
    this.#tables.clear()
  }

  /** Carries out all lines or none (nft(8), -f). */
  transact(lines: readonly string[]): void {
    if (!this.installed) throw new Refused('ENOENT')
    const before = [...this.#tables]
    try {
      for (const line of lines) this.#execute(line.split(' '))
    } catch (error) {
      this.flush()
      for (const [name, content] of before) this.#tables.set(name, content)
      throw error
    }
  }

  delete(table: string): void {
    if (!this.installed || !this.#tables.delete(`inet ${table}`)) throw new Refused('ENOENT')
  }

  #execute([verb, object, family, table, ...rest]: readonly string[]): void {
    const name = `${family} ${table}`
    const content = this.#tables.get(name) ?? (verb === 'add' && object === 'table' ? [] : undefined)
    if (!content) throw new Refused('ENOENT')
    if (object === 'table' && verb === 'add') this.#tables.set(name, content)
    else if (object === 'table' && verb === 'delete') this.#tables.delete(name)
    else if (verb === 'add') this.#tables.set(name, [...content, [object, ...rest].join(' ')])
    else throw new Error(`the fake nft does not know: ${verb} ${object}`)
  }

  /** Of the `inet` tables, as a look sees those that it asks for. */
  observed(): ObservedFilters {
    if (!this.installed) return { unusable: 'there is no nft' }
    return {
      tables: Object.fromEntries([...this.#tables].map(([name, lines]) => [name.split(' ')[1], chainsOf(lines)])),
    }
  }
}

function chainsOf(lines: readonly string[]): ObservedChains {
  const chains: Record<string, string[]> = {}
  for (const text of lines) {
    const [object, name = ''] = text.split(' ')
    if (object === 'chain') chains[name] = []
    else chains[name]?.push(/ comment "(.*)"$/.exec(text)?.[1] ?? '')
  }
  return chains
}
