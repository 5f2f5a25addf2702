/** This part draws one field of a form, whatever its kind: the table says what it is. */
import type { Draft } from '../forms/field.ts'
import { pathOf } from '../forms/value.ts'
import { Control } from './control.tsx'
import { CertificateField } from './fields/certificate-field.tsx'
import { CredentialField } from './fields/credential-field.tsx'
import { ChoiceField, LineField, SecretField, SwitchField } from './fields/line-fields.tsx'
import { LinesField } from './fields/lines-field.tsx'
import { PemField } from './fields/pem-field.tsx'
import { type FormFieldProps, type Of, useField } from './fields/use-field.ts'
import { Icon } from './icon.tsx'

/** An empty field is spoken of when it was left, and not before. */
export function FormField({ field, outer, context }: FormFieldProps) {
  const leave = () => context.leave([...outer, ...pathOf(field.key)])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is pressed here; the control inside is only heard being left
    <div onBlur={leave}>
      <FieldOfKind field={field} outer={outer} context={context} />
    </div>
  )
}

function FieldOfKind({ field, outer, context }: FormFieldProps) {
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
    case 'credential':
      return <CredentialField field={field} outer={outer} context={context} />
    case 'pem':
      return <PemField field={field} outer={outer} context={context} />
    case 'certificate':
    case 'certificates':
      return <CertificateField field={field} outer={outer} context={context} />
    case 'items':
      return <ItemsField field={field} outer={outer} context={context} />
  }
}

/** A list of values with fields of their own. */
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
