/** What was seen, and what to do: at most two things, the likelier one marked. */
import type { Problem } from '../../helper/contract/problem.ts'
import { placeNames } from '../../main/contract/words/layers.ts'
import { Icon } from './icon.tsx'
import { Section } from './section.tsx'

export function Evidence({ problem }: { readonly problem: Problem }) {
  if (problem.evidence.length === 0) return null
  return (
    <Section title="What was seen" aside={<span className="aside">{placeNames[problem.layer]}</span>}>
      <ul className="evidence">
        {problem.evidence.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Section>
  )
}

export function Remedies({ problem }: { readonly problem: Problem }) {
  if (problem.remedies.length === 0) return null
  return (
    <Section title="What to try">
      <ol className="todo">
        {problem.remedies.map((line) => (
          <li key={line}>
            <span className="arrow">
              <Icon name="right" />
            </span>
            {line}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** While home is tried again: why that is necessary. */
export function LastTry({ problem }: { readonly problem: Problem }) {
  return (
    <>
      <Section title="Last try" aside={<span className="aside">{placeNames[problem.layer]}</span>}>
        <p>{problem.message}</p>
      </Section>
      <Remedies problem={problem} />
    </>
  )
}

/** Problems beside the one that the title names. */
export function OtherProblems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  return (
    <Section title="Also">
      <ul className="todo">
        {problems.map(({ code, layer, message }) => (
          <li key={`${layer} ${code} ${message}`}>
            <span className="c-warn">
              <Icon name="warn" />
            </span>
            {message}
          </li>
        ))}
      </ul>
    </Section>
  )
}
