/**
 * The articles' ways home, each against a gateway of its own kind, on each kind of network: see `vocabulary/matrix.ts`.
 * A run of everything leaves out the rare ones; ROAM6_MATRIX=every takes them too. Then the articles' own configurations, as
 * they are printed, each on the ground of its way: imported, installed, and home.
 */
import { afterAll } from 'vitest'
import { articles } from './vocabulary/articles.ts'
import { imports } from './vocabulary/imports.ts'
import { everyKill } from './vocabulary/kills.ts'
import { type Cell, type Row, rows, type Underlay, underlays } from './vocabulary/matrix.ts'
import { measuresMtu } from './vocabulary/measures-mtu.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, isKilledAndComesBack, pings6, tests } from './vocabulary/steps.ts'
import type { Outcome } from './vocabulary/story.ts'

const every = process.env.ROAM6_MATRIX === 'every'
const columns = Object.entries<Underlay>(underlays)

/** In each row's order of columns: the figure that was measured, or why there is none. */
const results = new Map(rows.map((row) => [row, new Map(columns.map(([name, at]) => [name, untried(row, name, at)]))]))

function untried({ on }: Row, name: string, { absent }: Underlay): string {
  const cell = on[name as keyof Row['on']] ?? absent ?? ''
  return typeof cell === 'string' ? cell : cell.rare && !every ? 'with ROAM6_MATRIX=every' : 'not passed'
}

function arrives(row: Row, isFirst: boolean, name: string, { cafe, gateway }: Underlay, { mtu }: Cell): void {
  const noted: Outcome = {
    says: 'it is noted in the table',
    check: async () => void results.get(row)?.set(name, String(mtu)),
  }
  const there = [...row.reaches.map((target) => pings6(target)), ...(row.says ?? [])]
  const again = everyKill || (row.killed && isFirst) ? [isKilledAndComesBack(), ...there] : []
  scenario(`${row.way}, ${row.gateway}, ${underlays[name as keyof typeof underlays].says}`, {
    networks: { ...(cafe ? { cafe } : {}) },
    hosts: { gateway: row.plan },
    async profile(profile, world) {
      profile.gateway = gateway ?? profile.gateway
      await row.profile?.(profile, world)
    },
    steps: [connects(), ...there, measuresMtu(mtu), tests('pass'), ...again, disconnects()],
    afterwards: [noted],
  })
}

/** On the ground of the way that it takes. */
function isImported(name: string, { cafe }: Underlay): void {
  const article = articles[name]
  if (!article) throw new Error(`there is no article ${name}`)
  scenario(`the configuration of article ${name}, as printed`, {
    networks: { ...(cafe ? { cafe } : {}) },
    ...(article.hosts ? { hosts: article.hosts } : {}),
    steps: [imports(article), connects(), ...article.reaches.map((target) => pings6(target)), disconnects()],
  })
}

for (const row of rows) {
  const cells = columns.flatMap(([name, at]) => {
    const cell = row.on[name as keyof Row['on']]
    return cell === undefined || typeof cell === 'string' || (cell.rare && !every) ? [] : [{ name, at, cell }]
  })
  for (const [n, { name, at, cell }] of cells.entries()) {
    arrives(row, n === 0, name, at, cell)
    if (n === 0 && row.article !== undefined) isImported(row.article, at)
  }
}

afterAll(() => {
  const reasons: string[] = []
  const short = (text: string) => {
    if (/^\d+$/.test(text)) return text
    if (!reasons.includes(text)) reasons.push(text)
    return `(${reasons.indexOf(text) + 1})`
  }
  const head = ['way', 'gateway', ...columns.map(([, { says }]) => says)]
  const body = rows.map((row) => [row.way, row.gateway, ...[...(results.get(row)?.values() ?? [])].map(short)])
  const widths = head.map((_, at) => Math.max(...[head, ...body].map((line) => line[at]?.length ?? 0)))
  const lines = [head, ...body].map((line) =>
    line
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const notes = reasons.map((reason, n) => `(${n + 1}) ${reason}`)
  console.log(['ways home, with the path MTU measured on links of 1500:', ...lines, ...notes].join('\n'))
})
