/** The words of a call are understood by the table of verbs; a word that is none is met with the one that was meant. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { didYouMean, nearest } from '../../helper/core/nearest.ts'
import { commonFlags, flagsOf } from './common.ts'
import { type Call, type Flag, tryHelp, UsageError, type Verb } from './verb.ts'
import { verbNamed } from './verb-named.ts'

export interface Understood extends Call {
  readonly verb: Verb
  /** This is false where no verb was named. */
  readonly named: boolean
}

/** Whoever says nothing wants to know where it stands. */
const defaultVerb = 'status'

/** @throws UsageError */
export function understand(words: readonly string[], verbs: readonly Verb[]): Understood {
  const allFlags = [...commonFlags, ...verbs.flatMap(({ flags = [] }) => flags)]
  const tokens = tokensOf(words, allFlags)
  // The verb is the first word that is no option and no option's value; options of any verb may stand before it.
  const [name, ...operands] = tokens.flatMap((token) => (token.kind === 'positional' ? token.value : []))
  const verb = verbNamed(name ?? defaultVerb, verbs)
  const options = tokens.flatMap((token) => (token.kind === 'option' ? token : []))
  const has = (flag: string) => options.some((option) => option.name === flag)
  const values = (flag: string) => options.flatMap((option) => (option.name === flag ? (option.value ?? []) : []))
  const call: Understood = {
    verb,
    named: name !== undefined,
    operands,
    has,
    values,
    value: (flag) => values(flag).at(-1),
  }
  // Whoever asks how to use it is told, whatever else is wrong.
  if (has('help') || has('version')) return call
  for (const option of options) checkOption(option, call, verbs)
  checkOperands(verb, operands)
  return call
}

function tokensOf(words: readonly string[], flags: readonly Flag[]) {
  const options = optionsOf(flags)
  return parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true }).tokens
}

interface Option {
  readonly name: string
  /** The name is as it was typed: "-n", "--lines". */
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

type Called = Pick<Understood, 'verb' | 'named'>

function checkOption({ name, rawName, value, inlineValue }: Option, called: Called, verbs: readonly Verb[]): void {
  const { verb, named } = called
  const remedy = tryHelp(named ? verb : undefined)
  const flag = [...flagsOf(verb), ...commonFlags].find((one) => one.name === name)
  if (!flag) throw new UsageError(unknownOption(name, rawName, called, verbs), remedy)
  if (flag.value === undefined && inlineValue) throw new UsageError(`${rawName} takes no value`, remedy)
  if (flag.value === undefined) return
  if (value === undefined || value === '' || (!inlineValue && /^-./.test(value)))
    throw new UsageError(`${rawName} wants a value: ${rawName} ${flag.value}`, remedy)
  if (flag.values && !flag.values.includes(value))
    throw new UsageError(
      `${rawName} wants one of ${flag.values.join(', ')}, and not “${value}”${didYouMean(value, flag.values)}`,
      remedy,
    )
}

function unknownOption(name: string, rawName: string, { verb, named }: Called, verbs: readonly Verb[]): string {
  const own = flagsOf(verb)
  const letters = own.flatMap(({ short }) => short ?? [])
  const near =
    name.length === 1
      ? letters.find((letter) => letter.toLowerCase() === name.toLowerCase())
      : nearest(
          name,
          own.map((flag) => flag.name),
        )
  if (near !== undefined)
    return `there is no option ${rawName}; did you mean “${near.length === 1 ? '-' : '--'}${near}”?`
  const owners = verbs.filter(({ flags = [] }) => flags.some((flag) => flag.name === name)).map((one) => one.name)
  if (owners.length > 0)
    return `${rawName} goes with ${owners.join(' and ')}${named ? `, and not with ${verb.name}` : ''}`
  return named ? `${verb.name} has no option ${rawName}` : `there is no option ${rawName}`
}

/** @throws UsageError where operands are missing or too many */
function checkOperands(verb: Verb, operands: readonly string[]): void {
  const { operand } = verb
  if (operand?.required && operands.length === 0)
    throw new UsageError(`${operand.name} is missing: ${operand.says}`, tryHelp(verb))
  const limit = operand ? (operand.many ? Number.POSITIVE_INFINITY : 1) : 0
  const beyond = operands[limit]
  if (beyond === undefined) return
  const quotes = operand?.completes === 'profiles' ? '; a name with spaces stands in quotes' : ''
  throw new UsageError(`there is a word too many: “${beyond}”${quotes}`, tryHelp(verb))
}

function optionsOf(flags: readonly Flag[]): ParseArgsOptionsConfig {
  return Object.fromEntries(
    flags.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) } as const,
    ]),
  )
}
