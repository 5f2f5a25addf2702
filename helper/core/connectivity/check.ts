/** A check of the connectivity test: what it is, what it depends on, and how it judges what it asks. */
import type { CheckResult } from '../../contract/connectivity.ts'
import type { Finding, LayerName, Problem } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Snapshot, Underlay } from '../../contract/snapshot.ts'
import type { Observed } from '../change/observed.ts'
import { toFinding } from '../problem/wording.ts'
import type { Questions } from './questions.ts'

/** All that is known when the test begins, and the gateway's address as soon as it resolved. */
export interface ConnectivityFacts {
  readonly profile: Profile
  /**
   * The snapshot of this profile's tunnel. Where another profile is up, the test is about the underlay and the gateway
   * only.
   */
  readonly snapshot: Snapshot
  readonly observed: Observed
  readonly underlay: Underlay | null
  readonly gateway: string | null
}

export type Proof = 'gateway' | 'home'

export interface Judgement {
  readonly result: CheckResult
  readonly because: string
  readonly evidence?: readonly string[]
  /** What each line of evidence proves, in the same order; absent where the lines speak for themselves. */
  readonly so?: readonly string[]
  /** The finding's remedies are shown, and its words where `because` is empty. */
  readonly finding?: Finding
  /**
   * What an answer within this test proves: the gateway has answered, or something came back from home through the innermost
   * layer. A verdict that nothing proves is not "pass".
   */
  readonly proves?: Proof
  /** Facts that this check found out, for the checks after it. */
  readonly learned?: Partial<Pick<ConnectivityFacts, 'gateway'>>
}

export interface CheckPlan {
  readonly id: string
  readonly layer: LayerName
  readonly title: string
  /**
   * Checks that must not have failed: otherwise this one is skipped and says on which, and so are those that need it. A check that
   * finds that it does not apply here (a way without a router) keeps nobody from asking.
   */
  readonly needs: readonly string[]
  readonly judge: (facts: ConnectivityFacts, ask: Questions) => Judgement | Promise<Judgement>
}

type Rest = Omit<Judgement, 'result' | 'because'>
export const pass = (because: string, rest: Rest = {}): Judgement => ({ result: 'pass', because, ...rest })
export const warn = (because: string, rest: Rest = {}): Judgement => ({ result: 'warn', because, ...rest })
export const unknown = (because: string, rest: Rest = {}): Judgement => ({ result: 'unknown', because, ...rest })
export const skip = (because: string, rest: Rest = {}): Judgement => ({ result: 'skip', because, ...rest })
/** Fails a check. Without `because`, the words of the finding are shown. */
export const fail = (finding: Finding, because = '', evidence: readonly string[] = finding.evidence): Judgement => ({
  result: 'fail',
  because,
  evidence,
  finding,
})

export const isUp = ({ snapshot }: ConnectivityFacts): boolean => snapshot.state === 'connected'

/** Tells whether an address is one of this laptop's own: the laptop itself answers a question to it, and home is not asked. */
export const isOwn = ({ observed }: ConnectivityFacts, address: string): boolean =>
  observed.addresses.some((own) => own.address === address)

/** Finds the problem that the last attempt ended with, where it lies in one of these layers. */
export const problemIn = ({ snapshot }: ConnectivityFacts, ...layers: readonly LayerName[]): Problem | undefined =>
  snapshot.problems.find(({ layer, severity }) => severity === 'fatal' && layers.includes(layer))

export const asFailure = (problem: Problem): Judgement => fail(toFinding(problem), problem.message)

/** Judges a check that needs a tunnel while there is none. */
export const notUp = ({ snapshot }: ConnectivityFacts): Judgement =>
  snapshot.state === 'connecting' || snapshot.state === 'reconnecting'
    ? unknown('The tunnel is being built')
    : skip('Not connected')
