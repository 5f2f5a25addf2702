import { help as general, verbHelp } from '../text/help.ts'
import type { Verb } from '../verb.ts'
import { verbNamed } from '../verb-named.ts'

/** @param table the verbs, this one included: known only when it runs */
export const help = (table: () => readonly Verb[]): Verb => ({
  name: 'help',
  summary: 'say how to use roam6, or one of its verbs',
  operand: { name: 'VERB', required: false, says: 'the verb', completes: 'verbs' },
  offline: true,
  async run({ operands: [name] }, context) {
    context.print(name === undefined ? general(table()) : verbHelp(verbNamed(name, table())))
    return 0
  },
})
