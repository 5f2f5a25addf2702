/** These parts show what was seen of a problem, what to do about it, and the problems beside it. */
import type { Problem } from '../../helper/contract/problem.ts'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { differencesOf } from '../../main/contract/words/differences.ts'
import { placeNames } from '../../main/contract/words/layers.ts'
import { AdviceOn } from './advice.tsx'
import { Disclosure } from './disclosure.tsx'
import { Icon } from './icon.tsx'
import { Section } from './section.tsx'

interface Of {
  readonly problem: Problem
  readonly state: AppState
}

export function Evidence({ problem: { evidence } }: Pick<Of, 'problem'>) {
  if (evidence.length === 0) return null
  return (
    <Disclosure title="What was seen" figure={evidence.length === 1 ? '1 line' : `${evidence.length} lines`}>
      <ul className="evidence">
        {evidence.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
          <li key={at}>{line}</li>
        ))}
      </ul>
    </Disclosure>
  )
}

export function WhatToTry({ problem, state }: Of) {
  if (problem.remedies.length === 0) return null
  return (
    <Section title="What to try">
      <AdviceOn problem={problem} state={state} />
    </Section>
  )
}

/** The difference first, then what can be done about it. */
export function WhatDiffers({ problem, state, snapshot }: Of & { readonly snapshot: Snapshot }) {
  const differences = differencesOf(snapshot)
  const addresses = snapshot.addresses.filter(({ state: one }) => one !== 'present').length
  const count = addresses > 0 ? `${addresses} of ${snapshot.addresses.length} addresses` : placeNames[problem.layer]
  return (
    <Section
      title={differences.length > 0 ? 'What differs' : 'What is wrong'}
      aside={<span className="aside num">{count}</span>}
    >
      {differences.map(({ got, expected }) => (
        <dl key={`${got} ${expected}`} className="diff">
          <dt>Got</dt>
          <dd>{got}</dd>
          <dt>Expected</dt>
          <dd>{expected}</dd>
        </dl>
      ))}
      <AdviceOn problem={problem} state={state} />
    </Section>
  )
}

/** While home is tried again: why that is necessary. */
export function LastTry({ problem, state }: Of) {
  return (
    <>
      <Section title="Last try" aside={<span className="aside">{placeNames[problem.layer]}</span>}>
        <p>{problem.message}</p>
      </Section>
      <WhatToTry problem={problem} state={state} />
    </>
  )
}

/** Problems beside the one that the title names. Amber is for warnings alone. */
export function OtherProblems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  return (
    <Section title="Also">
      <ul className="todo">
        {problems.map(({ code, layer, severity, message }) => (
          <li key={`${layer} ${code} ${message}`}>
            <Icon name={severity === 'info' ? 'dot' : 'warn'} className={severity === 'info' ? 'c-skip' : 'c-warn'} />
            {message}
          </li>
        ))}
      </ul>
    </Section>
  )
}
