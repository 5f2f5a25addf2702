/** The words of a call, understood by the table of verbs. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { commonFlags } from './common.ts'
import { type Call, type Flag, UsageError, type Verb } from './verb.ts'

export interface Understood extends Call {
  /** Absent where none was named: then help or version was asked for, or nothing at all. */
  readonly verb: Verb | undefined
}

/** @throws UsageError */
export function understand(words: readonly string[], verbs: readonly Verb[]): Understood {
  // The verb is the first word that is no flag and no flag's value; flags of all verbs may stand before it.
  const name = firstOperand(words)
  const verb = verbs.find((candidate) => candidate.name === name)
  if (name !== undefined && !verb) throw new UsageError(`there is no verb "${name}"`)
  const { values, positionals } = parse(words, [...commonFlags, ...(verb?.flags ?? [])])
  const operands = positionals.slice(verb ? 1 : 0)
  return {
    verb,
    operands,
    has: (flag) => values[flag] === true,
    value: (flag) => (typeof values[flag] === 'string' ? values[flag] : undefined),
    values: (flag) => [values[flag] ?? []].flat().filter((value) => typeof value === 'string'),
  }
}

/** @throws UsageError where operands are missing or too many */
export function checkOperands({ operand }: Verb, operands: readonly string[]): void {
  if (operand?.required && operands.length === 0) throw new UsageError(`${operand.name} is missing`)
  const limit = operand ? (operand.many ? Number.POSITIVE_INFINITY : 1) : 0
  if (operands.length > limit) throw new UsageError(`too many words: "${operands[limit]}"`)
}

function firstOperand(words: readonly string[]): string | undefined {
  const options = optionsOf(commonFlags)
  return parseArgs({ args: [...words], options, strict: false, allowPositionals: true }).positionals[0]
}

function parse(words: readonly string[], flags: readonly Flag[]) {
  try {
    return parseArgs({ args: [...words], options: optionsOf(flags), allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error))
  }
}

function optionsOf(flags: readonly Flag[]): ParseArgsOptionsConfig {
  return Object.fromEntries(
    flags.map(({ name, value, many = false }) => [
      name,
      value === undefined ? { type: 'boolean' as const } : { type: 'string' as const, multiple: many },
    ]),
  )
}
