/** A strict fake of /proc/sys/net/ipv6/conf: what is there for each link, and what writing "all" does to them. */
import type { ObservedSetting } from '../../helper/core/change/observed.ts'
import type { Settings } from '../../helper/system/ports.ts'

type Values = Record<ObservedSetting['name'], number>
const ofAHost: Values = { accept_ra: 1, disable_ipv6: 0, forwarding: 0 }
const names = ['accept_ra', 'disable_ipv6', 'forwarding'] as const

export class FakeSettings implements Settings {
  readonly #links: () => readonly string[]
  readonly #values = new Map<string, Values>([
    ['all', { ...ofAHost }],
    ['default', { ...ofAHost }],
  ])

  /** @param links those that there are: each comes with the default's settings, which go with it. */
  constructor(links: () => readonly string[]) {
    this.#links = links
  }

  read(): ObservedSetting[] {
    return [...this.#there()].flatMap(([link, values]) =>
      names.map((name) => ({ interface: link, name, value: values[name] })),
    )
  }

  write({ interface: link, name, value }: ObservedSetting): void {
    const there = this.#there()
    const values = there.get(link)
    if (!values) throw new Error(`ENOENT: no such file or directory, ${link}/${name}`)
    values[name] = value
    // addrconf_fixup_forwarding (net/ipv6/addrconf.c): everybody's, and that of those to come.
    if (link === 'all' && name === 'forwarding') for (const each of there.values()) each.forwarding = value
  }

  print(): string[] {
    return this.read().map(({ interface: link, name, value }) => `setting ${link} ${name} ${value}`)
  }

  #there(): Map<string, Values> {
    const links = this.#links()
    for (const link of [...this.#values.keys()])
      if (link !== 'all' && link !== 'default' && !links.includes(link)) this.#values.delete(link)
    for (const link of links)
      if (!this.#values.has(link)) this.#values.set(link, { ...(this.#values.get('default') ?? ofAHost) })
    return this.#values
  }
}
