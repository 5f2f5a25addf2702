import { expect, test } from 'vitest'
import { finding } from './outcome.ts'
import { toProblem } from './problem/wording.ts'

test('a finding carries the arguments that its code has', () => {
  expect(finding('tinc-rejected', { node: 'laptop' }, ['Connection closed'])).toEqual({
    code: 'tinc-rejected',
    args: { node: 'laptop' },
    evidence: ['Connection closed'],
  })
  expect(finding('carrier-gone')).toEqual({ code: 'carrier-gone', args: {}, evidence: [] })
})

/** Each of these is an error of types; where the compiler let one pass, it would say that the mark above the line is unused. */
test('the compiler refuses arguments that a code does not have', () => {
  const wrong = [
    // @ts-expect-error no arguments, where the words need one
    finding('tinc-rejected'),
    // @ts-expect-error a misspelt name
    finding('tinc-rejected', { nod: 'laptop' }),
    // @ts-expect-error another type
    finding('tinc-silent', { gateway: '5.6.7.8', port: '655' }),
    // @ts-expect-error an argument of words that need none
    finding('carrier-gone', { gateway: '5.6.7.8' }),
    // @ts-expect-error arguments that fit one of two codes only
    finding('gre-silent' as 'gre-silent' | 'gateway-busy', { remote: '192.168.101.2' }),
  ]
  // What the compiler refuses is what a person would have read.
  expect(wrong.slice(0, 2).map((found) => toProblem(found).message)).toEqual([
    'The gateway hangs up on the node undefined',
    'The gateway hangs up on the node undefined',
  ])
})
