import { tell, UsageError, type Verb } from '../verb.ts'

const defaultLines = 200

export const logs: Verb = {
  name: 'logs',
  summary: 'print what the helper and its daemons said lately',
  flags: [{ name: 'lines', value: 'N', says: `at most N lines, 1 to 2000 (${defaultLines})` }],
  run: (call, context) => {
    const lines = Number(call.value('lines') ?? defaultLines)
    if (!Number.isInteger(lines) || lines < 1 || lines > 2000) throw new UsageError('--lines wants a number, 1 to 2000')
    return tell(context, 'logs', { lines }, (log) =>
      log.map(({ at, source, level, text }) => `${at} ${source.padEnd(8)} ${level.padEnd(5)} ${text}`).join('\n'),
    )
  },
}
