/** Lines have tones, and no colours in what they say, so that a name can never bring its own. */
import { visible } from './visible.ts'

export const tones = ['good', 'home', 'wait', 'warn', 'bad', 'quiet', 'strong'] as const
export type Tone = (typeof tones)[number]

/** A span is a part of a line, plain or with a tone. */
export type Span = string | { readonly tone: Tone; readonly text: string }
export type Line = readonly Span[]

export const toned = (tone: Tone | undefined, text: string): Span => (tone === undefined ? text : { tone, text })

/** The codes choose among the terminal's own colours, which its owner finds legible (ECMA-48, 8.3.117). */
const codes: Readonly<Record<Tone, string>> = {
  good: '32',
  home: '34',
  wait: '36',
  warn: '33',
  bad: '31',
  quiet: '2',
  strong: '1',
}

const withTone = (span: Span, colour: boolean): string => {
  if (typeof span === 'string') return visible(span)
  return colour && span.text !== '' ? `\u001b[${codes[span.tone]}m${visible(span.text)}\u001b[0m` : visible(span.text)
}

export const rendered = (lines: readonly Line[], colour: boolean): string =>
  lines.map((line) => line.map((span) => withTone(span, colour)).join('')).join('\n')

/** Says whether there is to be colour (https://no-color.org). A choice on the command line goes before the environment's. */
export function wantsColour(
  when: string,
  terminal: boolean,
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): boolean {
  if (when !== 'auto') return when === 'always'
  return terminal && !NO_COLOR && TERM !== 'dumb'
}
