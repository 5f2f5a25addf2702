import type { Choice } from '../../forms/field.ts'
import type { ControlIds } from '../control.tsx'

interface SelectProps {
  readonly ids: ControlIds
  readonly choices: readonly Choice[]
  readonly value: unknown
  readonly set: (value: unknown) => void
}

export function Select({ ids, choices, value, set }: SelectProps) {
  return (
    <select
      {...ids}
      value={choices.findIndex((choice) => choice.value === value)}
      onChange={({ target }) => set(choices[Number(target.value)]?.value)}
    >
      {choices.map(({ label, value: own, onlyIfSet }, at) =>
        onlyIfSet && own !== value ? null : (
          <option key={label} value={at}>
            {label}
          </option>
        ),
      )}
    </select>
  )
}
