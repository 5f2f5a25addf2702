/**
 * Mutants of the decision: `decide.ts` with one thing in it changed for the worse. The model test must be red for each, or it proves
 * less than it says.
 */

export interface Mutant {
  readonly what: string
  readonly from: string
  readonly to: string
}

export const mutated = 'helper/core/roaming/decide.ts'

const mutant = (what: string, from: string, to: string): Mutant => ({ what, from, to })

export const mutants: readonly Mutant[] = [
  mutant('off keeps the guard', "at: 'off', attempt }, goal: nothing", "at: 'off', attempt }, goal: guarded"),
  mutant('an unusable profile is tried', 'if (unusable)\n', 'if (unusable && network === null)\n'),
  mutant(
    'what is said of another attempt counts',
    'facts.carrier.attempt === attempt\n',
    'facts.carrier.attempt >= 0\n',
  ),
  mutant(
    'attempts are counted from the older one',
    'Math.max(attempt, facts.carrier.attempt)',
    'Math.min(attempt, facts.carrier.attempt)',
  ),
  mutant(
    'without a network it goes on',
    'if (network === null) return offline',
    'if (network === null && carrier.is === "absent") return offline',
  ),
  mutant('another wish is the same', "'serial' in was && was.serial === wish.serial\n", "'serial' in was\n"),
  mutant('both families matter to an attempt', "was.at === 'connecting' ? facts.gatewayFamily : null", 'null'),
  mutant(
    'another network is the same',
    "'network' in was && sameNetwork(was.network, network, family)",
    "'network' in was",
  ),
  mutant('a connected carrier of another wish is kept', "was.at === 'connected' && sameWish", "was.at === 'connected'"),
  mutant(
    'a carrier that is not established is connected',
    "if (carrier.is === 'established') return connected(was, network)",
    'return connected(was, network)',
  ),
  mutant('soon is never', 'facts.now - was.since < soonLostMs', 'false'),
  mutant('soon is always', 'facts.now - was.since < soonLostMs', 'true'),
  mutant('a tunnel goes when its carrier is lost', 'keepsTunnel: true', 'keepsTunnel: false'),
  mutant(
    'after a moment offline it begins anew',
    "if (was.at === 'offline' && sameWish",
    "if (was.at === 'offline' && !sameWish",
  ),
  mutant(
    'offline, a tunnel that is not ready is connected',
    "&& facts.tunnel.is === 'ready')\n    return connected({ attempt",
    ')\n    return connected({ attempt',
  ),
  mutant(
    'an attempt under way is begun again',
    "if (was.at === 'connecting' && samePlace) return underWay",
    "if (was.at === 'connecting' && !samePlace) return underWay",
  ),
  mutant('waiting never ends', 'samePlace && facts.now < was.until', 'samePlace'),
  mutant('waiting ends at once', 'samePlace && facts.now < was.until', 'samePlace && facts.now < 0'),
  mutant('stopped is never left', "was.at === 'stopped' && samePlace", "was.at === 'stopped'"),
  mutant('failures are not counted', 'tries: again ? was.tries : 0', 'tries: 0'),
  mutant('failures of another network count', 'tries: again ? was.tries : 0', "tries: 'tries' in was ? was.tries : 0"),
  mutant(
    'why the last attempt ended is forgotten',
    "sameWish && (was.at === 'waiting' || was.at === 'stopped') ? was.why : null",
    'null',
  ),
  mutant(
    'offline drops an established carrier',
    "is === 'established' && 'strategy' in was",
    "is === 'starting' && 'strategy' in was",
  ),
  mutant(
    'offline keeps the carrier of another wish',
    ' && was.serial === serial\n  const strategy',
    '\n  const strategy',
  ),
  mutant(
    'an attempt has the number of the one before',
    'const attempt = carrier.attempt + 1',
    'const attempt = carrier.attempt',
  ),
  mutant('an obstacle is tried', 'if (obstacle) return fails', 'if (obstacle && now < 0) return fails'),
  mutant('an attempt has no deadline', 'now - was.since >= attemptMs', 'now < 0'),
  mutant('nobody wakes at an attempt’s deadline', 'wakeAt: since + attemptMs', 'wakeAt: null'),
  mutant(
    'connected before the tunnel is ready',
    "carrier.is === 'established' && tunnel.is === 'ready'",
    "carrier.is === 'established'",
  ),
  mutant(
    'another strategy is not tried',
    'return otherwise\n      ? begin',
    'return otherwise && now < 0\n      ? begin',
  ),
  mutant(
    'a tunnel that is refused is waited for',
    "(tunnel.is === 'refused' || tunnel.is === 'unfit')",
    "tunnel.is === 'unfit'",
  ),
  mutant('a forged refusal is final', 'if (isFinal(why.code, authenticated))', 'if (isFinal(why.code, true))'),
  mutant('nothing is final', 'if (isFinal(why.code, authenticated))', 'if (now < 0)'),
  mutant('a failure is tried again at once', 'const until = now + retryAfterMs(tries)', 'const until = now'),
  mutant(
    'a failure is tried again without being counted',
    'const tries = failure.tries + 1',
    'const tries = failure.tries',
  ),
  mutant(
    'while it waits there is no guard',
    'goal: { ...guarded, wakeAt: until }',
    'goal: { ...nothing, wakeAt: until }',
  ),
]
