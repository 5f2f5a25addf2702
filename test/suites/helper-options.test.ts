import { expect, test } from 'vitest'
import { helperHelp, helperOptions, optionForm, understandHelper } from '../../helper/options.ts'

test('without words it serves, at the places that its help names', () => {
  const { ask, verb, socket, state, runtime, allowUid } = understandHelper([])
  expect({ ask, verb, allowUid }).toEqual({ ask: 'serve', verb: undefined, allowUid: undefined })
  for (const place of [socket, state, runtime]) expect(helperHelp()).toContain(`(${place})`)
})

test('every option of the table is understood, and stands in the help', () => {
  for (const option of helperOptions) {
    const words = 'value' in option ? [`--${option.name}`, '1'] : [`--${option.name}`]
    expect(() => understandHelper(words)).not.toThrow()
    expect(helperHelp()).toContain(`  ${optionForm(option)} `)
  }
})

test.each([
  [['--help'], 'help'],
  [['start', '--version'], 'version'],
  [['start', '--allow-uid', '1000'], 'serve'],
] as const)('%o asks for %s', (words, ask) => {
  expect(understandHelper(words).ask).toBe(ask)
})

test.each([
  [['stop'], /no verb "stop"/],
  [['start', 'now'], /no verb "now"/],
  [['start', 'start'], /no verb "start"/],
  [['--sockets', 'x'], /--sockets/],
] as const)('%o is refused', (words, why) => {
  expect(() => understandHelper(words)).toThrow(why)
})
