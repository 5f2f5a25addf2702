import type { Origin } from '../contract/import.ts'
import type { DraftBuilder } from './draft.ts'

/** A profile has one connection; of several, whoever imports says which. undefined: there is none, or it is asked. */
export function chooseConnection<Connection>(
  connections: readonly Connection[],
  titleOf: (connection: Connection) => string,
  fromOf: (first: Connection) => Origin | null,
  draft: DraftBuilder,
): Connection | undefined {
  const [only, another] = connections
  if (only === undefined || another === undefined) return only
  const choice = draft.ask({
    id: 'connection',
    kind: 'choice',
    what: 'Which connection leads home',
    why: 'There is more than one.',
    choices: connections.map(titleOf),
    from: fromOf(only),
  })
  return connections.find((connection) => titleOf(connection) === choice)
}
