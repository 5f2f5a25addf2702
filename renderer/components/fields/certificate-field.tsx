/** This field names one of the profile's certificates, or several. */
import type { Draft } from '../../forms/field.ts'
import { Control } from '../control.tsx'
import { Select } from './select.tsx'
import { type Of, useField } from './use-field.ts'

const certificateNames = ({ certificate }: Draft) => Object.keys((certificate ?? {}) as object)

export function CertificateField({ field, outer, context }: Of<'certificate' | 'certificates'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  const names = certificateNames(context.draft)
  const several = field.kind === 'certificates'
  const chosen = Array.isArray(value) ? (value as readonly string[]) : []
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]
    set(next.length > 0 ? next : undefined)
  }
  const choices = [{ value: undefined, label: 'None' }, ...names.map((name) => ({ value: name, label: name }))]
  return (
    <Control {...field} remarks={remarks} group={several}>
      {(ids) =>
        several ? (
          names.map((name) => (
            <label key={name} className="chk">
              <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
              <span>{name}</span>
            </label>
          ))
        ) : (
          <Select ids={ids} choices={choices} value={value} set={set} />
        )
      }
    </Control>
  )
}
