import { expect, test } from 'vitest'
import { askHome } from './ask-inside.ts'
import { draftBuilder } from './draft.ts'
import type { IkeFacts } from './ike-facts.ts'

const facts = { place: { file: 'ipsec.conf', line: 1 } } as IkeFacts

/** The question about home where the laptop has these addresses there. */
function asked(...addresses: string[]) {
  const draft = draftBuilder(new Map())
  askHome(facts, 'No file says it.', draft, addresses)
  const built = draft.imported({})
  return built.ok ? built.draft.questions[0] : undefined
}

test('the network of an address that is known is suggested as home, and says why', () => {
  expect(asked('2a00::101/120')).toMatchObject({
    choices: ['2a00::100/120'],
    because: { '2a00::100/120': '2a00::101/120 lies in it' },
  })
})

test('nothing is suggested by an address that has no network to speak of', () => {
  for (const addresses of [[], ['2a00::101/128'], ['fe80::1/64']])
    expect(asked(...addresses)).not.toHaveProperty('choices')
})
