import { didYouMean } from '../../helper/core/nearest.ts'
import { tryHelp, UsageError, type Verb } from './verb.ts'

/** Finds a verb. @throws UsageError, with the verb that was meant */
export function verbNamed(name: string, verbs: readonly Verb[]): Verb {
  const verb = verbs.find((candidate) => candidate.name === name)
  if (verb) return verb
  const known = verbs.map((one) => one.name)
  throw new UsageError(`there is no verb “${name}”${didYouMean(name, known)}`, tryHelp())
}
