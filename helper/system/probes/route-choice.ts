/** What the kernel would do with a packet (ip-route(8), `route get`), for several destinations at once. */
import type { RouteChoice } from '../../core/connectivity/questions.ts'
import { familyOf } from '../../core/ip.ts'
import type { CommandRunner } from '../ports.ts'

const deadlineMs = 5_000

interface Answer {
  readonly dst?: string
  readonly dev?: string
  readonly prefsrc?: string
  readonly gateway?: string
  readonly table?: string
  readonly type?: string
}

const inWords = (to: string, { dev, prefsrc, gateway, table }: Answer) =>
  [`${to} dev ${dev}`, gateway && `via ${gateway}`, prefsrc && `src ${prefsrc}`, table && `table ${table}`]
    .filter(Boolean)
    .join(' ')

/** One short process a destination, all at once: a batch would end at the first that the kernel refuses. */
export const askRoutes = (
  runner: CommandRunner,
  to: readonly string[],
  signal?: AbortSignal,
): Promise<readonly RouteChoice[]> =>
  Promise.all(
    to.map(async (destination) => {
      const args = [`-${familyOf(destination)}`, '-j', 'route', 'get', destination]
      const { exitCode, stdout, stderr } = await runner.run('ip', args, { deadlineMs, signal })
      const [answer] = exitCode === 0 ? (JSON.parse(stdout) as readonly Answer[]) : []
      if (!answer?.dev || answer.type === 'unreachable' || answer.type === 'prohibit')
        return { to: destination, interface: null, source: null, table: null, words: stderr.trim() || 'unreachable' }
      return {
        to: destination,
        interface: answer.dev,
        source: answer.prefsrc ?? null,
        table: answer.table ?? null,
        words: inWords(destination, answer),
      }
    }),
  )
