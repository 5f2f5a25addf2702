import { gateQuestion, parseGate } from '../core/change/gate.ts'
import { parseLinks, parsePolicies, parseRoutes, parseRules, parseStates } from '../core/change/parse-ip.ts'
import type { CommandRunner, Observer, Settings } from './ports.ts'

const deadlineMs = 10_000

/** `ip -j -batch` prints one array a line for each line asked. */
async function ask(runner: CommandRunner, options: readonly string[], questions: readonly string[]) {
  const { stdout, stderr } = await runner.run('ip', [...options, '-d', '-j', '-force', '-batch', '-'], {
    stdin: `${questions.join('\n')}\n`,
    deadlineMs,
  })
  const answers = stdout.split('\n').filter((line) => line.trim() !== '')
  if (answers.length !== questions.length) {
    throw new Error(`ip ${options} answered ${answers.length} of ${questions.length} questions: ${stderr.trim()}`)
  }
  return answers.map((line): unknown => JSON.parse(line))
}

/** Reads the whole of what we decide by, in six short processes at once. */
export function createObserver(runner: CommandRunner, settings: Settings): Observer {
  const text = async (args: readonly string[]) => (await runner.run('ip', args, { deadlineMs })).stdout
  async function gate() {
    const { exitCode, stdout, stderr } = await runner.run('nft', gateQuestion, { deadlineMs })
    if (exitCode === null) throw new Error(`nft did not answer within ${deadlineMs} ms`)
    return parseGate({ stdout, refusal: exitCode === 0 ? null : stderr.trim() })
  }
  return {
    async observe() {
      const [links, four, six, policies, states, seen] = await Promise.all([
        ask(runner, [], ['address show']),
        ask(runner, ['-4'], ['route show table all', 'rule show']),
        ask(runner, ['-6'], ['route show table all', 'rule show']),
        text(['xfrm', 'policy', 'show']),
        text(['xfrm', 'state', 'show', 'nokeys']),
        gate(),
      ])
      return {
        ...parseLinks(links[0]),
        routes: [...parseRoutes(four[0], 4), ...parseRoutes(six[0], 6)],
        rules: [...parseRules(four[1], 4), ...parseRules(six[1], 6)],
        policies: parsePolicies(policies),
        states: parseStates(states),
        gate: seen,
        settings: settings.read(),
      }
    },
  }
}
