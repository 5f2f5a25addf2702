/** This part chooses when a profile connects by itself, by two radios: pressing one is all. */
import type { ProfileSummary } from '../../helper/contract/profile.ts'

const starts = [
  ['login', 'At login'],
  ['manual', 'By hand'],
] as const
export type Start = (typeof starts)[number][0]

export interface StartChoiceProps {
  readonly start: ProfileSummary['start']
  readonly choose: (start: Start) => void
}

export function StartChoice({ start, choose }: StartChoiceProps) {
  return (
    <span className="seg" role="radiogroup" aria-label="Start">
      {starts.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="start" checked={start === value} onChange={() => choose(value)} />
          <span>{label}</span>
        </label>
      ))}
    </span>
  )
}
