/** Asks the kernel where it would send packets (ip-route(8), `route get`), for any number of destinations at once. */
import type { Family } from '../../core/change/change.ts'
import type { RouteChoice } from '../../core/connectivity/questions.ts'
import { familyOf } from '../../core/ip.ts'
import type { CommandRunner } from '../ports.ts'

const deadlineMs = 5_000
const families: readonly Family[] = [4, 6]

interface Answer {
  readonly dst?: string
  readonly dev?: string
  readonly prefsrc?: string
  readonly gateway?: string
  readonly table?: string
  readonly type?: string
}

const inWords = ({ dst, dev, prefsrc, gateway, table }: Answer) =>
  [`${dst} dev ${dev}`, gateway && `via ${gateway}`, prefsrc && `src ${prefsrc}`, table && `table ${table}`]
    .filter(Boolean)
    .join(' ')

function choice(to: string, answer: Answer | undefined, refusal: string): RouteChoice {
  if (!answer?.dev || (answer.type !== undefined && answer.type !== 'unicast' && answer.type !== 'local'))
    return { to, interface: null, source: null, table: null, words: `${to} is unreachable ${refusal}`.trim() }
  return {
    to,
    interface: answer.dev,
    source: answer.prefsrc ?? null,
    table: answer.table ?? null,
    words: inWords(answer),
  }
}

/** Asks by one short process for each family. With `-force` a destination that the kernel refuses is left out, and does not end the process. */
export async function askRoutes(
  runner: CommandRunner,
  to: readonly string[],
  signal?: AbortSignal,
): Promise<readonly RouteChoice[]> {
  const asked = families.map(async (family) => {
    const ours = to.filter((destination) => familyOf(destination) === family)
    if (ours.length === 0) return []
    const { stdout, stderr } = await runner.run('ip', [`-${family}`, '-j', '-force', '-batch', '-'], {
      stdin: ours.map((destination) => `route get ${destination}\n`).join(''),
      deadlineMs,
      signal,
    })
    const lines = stdout.split('\n').filter((line) => line.trim() !== '')
    const answers = lines.flatMap((line) => JSON.parse(line) as readonly Answer[])
    const refusal = /RTNETLINK answers: .*/.exec(stderr)?.[0] ?? ''
    return ours.map((destination) =>
      choice(
        destination,
        answers.find(({ dst }) => dst === destination),
        refusal,
      ),
    )
  })
  const answered = (await Promise.all(asked)).flat()
  return to.flatMap((destination) => answered.find((answer) => answer.to === destination) ?? [])
}
