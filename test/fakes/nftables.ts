/** A strict fake of nft: takes the lines that we send to `nft -f`, and shows its tables as the kernel does. */
import type { ObservedChains, ObservedFilters } from '../../helper/core/change/observed.ts'
import type { CommandResult } from '../../helper/system/ports.ts'

/** nft says this of a table that is not there. */
class NotThere extends Error {}

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

  run(args: readonly string[], stdin: string): CommandResult {
    if (!this.installed) return { exitCode: 127, stdout: '', stderr: 'spawn nft ENOENT' }
    if (args[0] !== '-f') throw new Error(`the fake nft does not know: ${args.join(' ')}`)
    try {
      this.#transact(stdin.split('\n').filter(Boolean))
      return { exitCode: 0, stdout: '', stderr: '' }
    } catch (error) {
      if (!(error instanceof NotThere)) throw error
      return { exitCode: 1, stdout: '', stderr: 'Error: No such file or directory' }
    }
  }

  /** Carries out all lines or none (nft(8), -f). */
  #transact(lines: readonly string[]): void {
    const before = [...this.#tables]
    try {
      for (const line of lines) this.#execute(line.split(' '))
    } catch (error) {
      this.flush()
      for (const [name, content] of before) this.#tables.set(name, content)
      throw error
    }
  }

  #execute([verb, object, family, table, ...rest]: readonly string[]): void {
    const name = `${family} ${table}`
    const content = this.#tables.get(name) ?? (verb === 'add' && object === 'table' ? [] : undefined)
    if (!content) throw new NotThere()
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
