/** That a look sees by netlink what `ip` and `nft` print, connected by several ways. */
import { expect } from 'vitest'
import { asObserved, asPrinted, comparable } from '../lab/netlink/as-printed.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

const looksAsPrinted: Step = {
  says: 'a look sees what ip and nft print',
  observes: true,
  async perform({ world: { laptop } }) {
    const printed = await asPrinted(laptop)
    expect(comparable(await asObserved(laptop))).toEqual(comparable(printed))
    // That there is something to see.
    expect(printed.links.filter(({ alias }) => alias?.startsWith('roam6 ')).length).toBeGreaterThan(0)
    expect(printed.rules.filter(({ protocol }) => protocol === '66').length).toBeGreaterThan(5)
    expect(printed.filters).toHaveProperty('tables.roam6.input.length')
    expect(printed.filters).toHaveProperty(['tables', 'roam6-guard', 'output', 'length'])
  },
}

const ways = ['esp', 'tap', 'gre-transport'] as const

scenario('a look sees what ip and nft print, connected by ike and gre', {
  always: [],
  steps: [connects(), looksAsPrinted, disconnects()],
})

for (const way of ways)
  scenario(`a look sees what ip and nft print, connected by ${way}`, {
    hosts: { gateway: { way } },
    always: [],
    steps: [connects(), looksAsPrinted, disconnects()],
  })
