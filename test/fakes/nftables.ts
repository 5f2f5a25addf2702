/** A strict fake of nft: takes the lines that we send to `nft -f`, answers as `nft -j list table` does. */
import type { CommandResult } from '../../helper/system/ports.ts'

/** What nft says of a table that is not there. */
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
    const [option, ...words] = args
    try {
      const stdout = option === '-f' ? this.#transact(stdin.split('\n').filter(Boolean)) : this.#list(words)
      return { exitCode: 0, stdout, stderr: '' }
    } catch (error) {
      if (!(error instanceof NotThere)) throw error
      return { exitCode: 1, stdout: '', stderr: 'Error: No such file or directory' }
    }
  }

  /** All lines or none (nft(8), -f). */
  #transact(lines: readonly string[]): string {
    const before = [...this.#tables]
    try {
      for (const line of lines) this.#execute(line.split(' '))
      return ''
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

  #list([verb, object, ...name]: readonly string[]): string {
    if (verb !== 'list' || object !== 'table') throw new Error(`the fake nft does not know: ${verb} ${object}`)
    const content = this.#tables.get(name.join(' '))
    if (!content) throw new NotThere()
    return JSON.stringify({ nftables: content.map(asJson) })
  }
}

/** A rule's matches: "iifname VALUE", "iifname != VALUE", "ip6 daddr VALUE" and their like, and its verdict. */
function asJson(text: string) {
  const [object, name, ...words] = text.split(' ')
  if (object !== 'rule') return { [object ?? '']: { name } }
  const matches = words.join(' ').matchAll(/(?:(ip6?) ([ds]addr)|([io]ifname))( !=)? "?([^\s"]+)"?/g)
  const expressions = [...matches].map(([, protocol, field, key, unequal, right]) => ({
    match: { op: unequal ? '!=' : '==', left: protocol ? { payload: { protocol, field } } : { meta: { key } }, right },
  }))
  return { rule: { expr: [...expressions, { [words.at(-1) ?? '']: null }] } }
}
