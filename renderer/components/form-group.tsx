/** This part shows fields under a heading; what hardly anybody changes is folded away. */
import { useId, useState } from 'react'
import type { Draft, Field, Group, Path } from '../forms/field.ts'
import { isAtOrBelow, isShown, pathOf, valueAt } from '../forms/value.ts'
import type { FormContext } from './fields/use-field.ts'
import { FormField } from './form-field.tsx'
import { Icon } from './icon.tsx'

export interface FormGroupProps {
  readonly group: Group
  readonly outer: Path
  readonly context: FormContext
}

/** They have a value always: that it is there says nothing. */
const defaulted = new Set<Field['kind']>(['choice', 'switch', 'number'])

export function FormGroup({ group, outer, context }: FormGroupProps) {
  const value = valueAt(context.draft, outer) as Draft
  const fields = group.fields.filter((field) => isShown(field, value))
  const paths = group.fields.map(({ key }) => [...outer, ...pathOf(key)])
  const isSet = group.fields.some(
    ({ kind, key }) => !defaulted.has(kind) && valueAt(context.draft, [...outer, ...pathOf(key)]) !== undefined,
  )
  const isBlamed = context.remarks.some((remark) => paths.some((path) => isAtOrBelow(remark.path, path)))
  const id = useId()
  const [opened, setOpened] = useState(!group.folded || isSet)
  const open = opened || isBlamed
  if (fields.length === 0) return null
  return (
    <fieldset className="group">
      <legend>
        {group.folded ? (
          <button
            type="button"
            className="fold"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpened(!opened)}
          >
            <Icon name={open ? 'down' : 'right'} />
            {group.title}
          </button>
        ) : (
          group.title
        )}
      </legend>
      {open && (
        <div id={id}>
          {fields.map((field) => (
            <FormField key={field.key} field={field} outer={outer} context={context} />
          ))}
        </div>
      )}
    </fieldset>
  )
}
