/** These fields have one value: a line, a secret, one of several, yes or no. */
import { Control } from '../control.tsx'
import { Select } from './select.tsx'
import { common, type Of, useField } from './use-field.ts'

export function LineField({ field, outer, context }: Of<'text' | 'number'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  // Whole numbers become numbers; anything else stays as it is typed, for the schema to say what is wrong.
  const read = (text: string) =>
    text === '' ? undefined : field.kind === 'number' && /^\d{1,10}$/.test(text) ? Number(text) : text
  return (
    <Control {...field} remarks={remarks} take={({ instead }) => set(instead)}>
      {(ids) => (
        <input
          {...ids}
          {...common}
          type="text"
          inputMode={field.kind === 'number' ? 'numeric' : 'text'}
          className={`${field.mono ? 'mono' : ''} ${field.kind === 'number' ? 'short' : ''}`}
          value={value === undefined ? '' : String(value)}
          onChange={({ target }) => set(read(target.value))}
        />
      )}
    </Control>
  )
}

export function SecretField({ field, outer, context }: Of<'secret'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  return (
    <Control {...field} remarks={remarks}>
      {(ids) => (
        <input
          {...ids}
          {...common}
          type="password"
          value={value === undefined ? '' : String(value)}
          onChange={({ target }) => set(target.value || undefined)}
        />
      )}
    </Control>
  )
}

export function ChoiceField({ field, outer, context }: Of<'choice'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  return (
    <Control {...field} remarks={remarks}>
      {(ids) => <Select ids={ids} choices={field.choices} value={value} set={set} />}
    </Control>
  )
}

export function SwitchField({ field, outer, context }: Of<'switch'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  return (
    <Control {...field} remarks={remarks}>
      {(ids) => (
        <input {...ids} type="checkbox" className="box" checked={value === true} onChange={() => set(value !== true)} />
      )}
    </Control>
  )
}
