/** One field of a form, whatever its kind: the table says what it is, this draws it. */
import { type ReactNode, useState } from 'react'
import type { Choice, Draft, Field, Judgement, Path } from '../forms/field.ts'
import type { Remark } from '../forms/judge.ts'
import { isAtOrBelow, pathOf, valueAt } from '../forms/value.ts'
import { Control, type ControlIds } from './control.tsx'
import { Icon } from './icon.tsx'
import { PemInput } from './pem-input.tsx'

/** What a form stands on: the whole profile, what is said of it, and how it changes. */
export interface FormContext {
  readonly draft: Draft
  readonly remarks: readonly Remark[]
  readonly change: (path: Path, value: unknown) => void
}

export interface FormFieldProps<Kind extends Field = Field> {
  readonly field: Kind
  /** Of the form: what the field's own key stands below. */
  readonly outer: Path
  readonly context: FormContext
}

type Of<Kind extends Field['kind']> = FormFieldProps<Extract<Field, { kind: Kind }>>

export function FormField({ field, outer, context }: FormFieldProps) {
  switch (field.kind) {
    case 'text':
    case 'number':
      return <LineField field={field} outer={outer} context={context} />
    case 'secret':
      return <SecretField field={field} outer={outer} context={context} />
    case 'lines':
      return <LinesField field={field} outer={outer} context={context} />
    case 'choice':
      return <ChoiceField field={field} outer={outer} context={context} />
    case 'switch':
      return <SwitchField field={field} outer={outer} context={context} />
    case 'pem':
      return <PemField field={field} outer={outer} context={context} />
    case 'certificate':
    case 'certificates':
      return <CertificateField field={field} outer={outer} context={context} />
    case 'items':
      return <ItemsField field={field} outer={outer} context={context} />
  }
}

/** What a field needs of its place. */
function useField({ field, outer, context }: FormFieldProps) {
  const path = [...outer, ...pathOf(field.key)]
  return {
    path,
    value: valueAt(context.draft, path),
    remarks: context.remarks.filter((remark) => isAtOrBelow(remark.path, path)),
    set: (value: unknown) => context.change(path, value),
  }
}

const sameValue = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

const common = { autoComplete: 'off', spellCheck: false } as const

function LineField({ field, outer, context }: Of<'text' | 'number'>) {
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

function SecretField({ field, outer, context }: Of<'secret'>) {
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

function LinesField({ field, outer, context }: Of<'lines'>) {
  const { path, value, remarks, set } = useField({ field, outer, context })
  const values = Array.isArray(value) ? (value as readonly unknown[]) : []
  const { read, write } = field.form ?? { read: (line: string) => line, write: String }
  const valuesOf = (lines: string) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map(read)
  // Blank lines and spaces are the person's while typing; a value that changed from elsewhere counts more.
  const [typed, setTyped] = useState('')
  const text = sameValue(valuesOf(typed), values) ? typed : values.map(write).join('\n')
  const type = (next: string) => {
    setTyped(next)
    const filled = valuesOf(next)
    set(filled.length > 0 ? filled : undefined)
  }
  const lineOf = ({ path: at }: Remark) => at[path.length]
  const told = remarks.map((remark) =>
    values.length > 1 && typeof lineOf(remark) === 'number'
      ? { ...remark, says: `Line ${Number(lineOf(remark)) + 1}: ${remark.says}` }
      : remark,
  )
  const take = (judgement: Judgement) => {
    const at = lineOf(judgement as Remark)
    type(values.map((one, index) => (index === at ? (judgement.instead ?? '') : write(one))).join('\n'))
  }
  return (
    <Control {...field} remarks={told} take={take}>
      {(ids) => (
        <textarea
          {...ids}
          {...common}
          className="mono"
          rows={Math.min(8, Math.max(1, text.split('\n').length))}
          value={text}
          onChange={({ target }) => type(target.value)}
        />
      )}
    </Control>
  )
}

function Select({ ids, choices, value, set }: SelectProps) {
  return (
    <select
      {...ids}
      value={choices.findIndex((choice) => choice.value === value)}
      onChange={({ target }) => set(choices[Number(target.value)]?.value)}
    >
      {choices.map(({ label }, at) => (
        <option key={label} value={at}>
          {label}
        </option>
      ))}
    </select>
  )
}

interface SelectProps {
  readonly ids: ControlIds
  readonly choices: readonly Choice[]
  readonly value: unknown
  readonly set: (value: unknown) => void
}

function ChoiceField({ field, outer, context }: Of<'choice'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  return (
    <Control {...field} remarks={remarks}>
      {(ids) => <Select ids={ids} choices={field.choices} value={value} set={set} />}
    </Control>
  )
}

function SwitchField({ field, outer, context }: Of<'switch'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  return (
    <Control {...field} remarks={remarks}>
      {(ids) => (
        <input {...ids} type="checkbox" className="box" checked={value === true} onChange={() => set(value !== true)} />
      )}
    </Control>
  )
}

function PemField({ field, outer, context }: Of<'pem'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  const [replacing, setReplacing] = useState(false)
  const stored = field.private && value !== undefined && !replacing
  const replace = () => {
    setReplacing(true)
    set(undefined)
  }
  return (
    <Control {...field} remarks={remarks} group={stored}>
      {(ids): ReactNode =>
        stored ? (
          <p className="stored">
            <Icon name="lock" />
            Stored, not shown.
            <button type="button" className="link" aria-label={`Replace: ${field.label}`} onClick={replace}>
              Replace…
            </button>
          </p>
        ) : (
          <PemInput
            ids={ids}
            value={value === undefined ? '' : String(value)}
            label={field.label}
            change={(text) => set(text || undefined)}
          />
        )
      }
    </Control>
  )
}

const certificateNames = ({ certificate }: Draft) => Object.keys((certificate ?? {}) as object)

function CertificateField({ field, outer, context }: Of<'certificate' | 'certificates'>) {
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

function ItemsField({ field, outer, context }: Of<'items'>) {
  const { path, value, remarks, set } = useField({ field, outer, context })
  const items = Array.isArray(value) ? (value as readonly Draft[]) : []
  // What is said of the list itself; what is said of an item, its own fields say.
  const own = remarks.filter((remark) => remark.path.length === path.length)
  return (
    <Control {...field} remarks={own} group>
      {() => (
        <>
          {items.map((item, at) => {
            const title = `${field.item} ${String(item[field.titleKey] ?? at + 1)}`
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an item has no other identity while its name is typed
              <fieldset key={at} className="item">
                <legend>{title}</legend>
                {field.fields.map((inner) => (
                  <FormField key={inner.key} field={inner} outer={[...path, at]} context={context} />
                ))}
                <button type="button" className="link" onClick={() => set(items.filter((_, index) => index !== at))}>
                  Remove {title}
                </button>
              </fieldset>
            )
          })}
          <button type="button" className="btn btn-s" onClick={() => set([...items, {}])}>
            <Icon name="plus" />
            Add {field.item.toLowerCase()}
          </button>
        </>
      )}
    </Control>
  )
}
