/** This part edits the profile's certificates by the names that its layers call them; they are added and taken away. */
import { useState } from 'react'
import * as v from 'valibot'
import { Reference } from '../../helper/contract/text.ts'
import type { Draft } from '../forms/field.ts'
import { certificateForm } from '../forms/profile-form.ts'
import { useAnnounce } from './announcer.tsx'
import { Control } from './control.tsx'
import type { FormContext } from './fields/use-field.ts'
import { FormGroup } from './form-group.tsx'
import { Icon } from './icon.tsx'
import { Part } from './part.tsx'

export function EditCertificates({ context }: { readonly context: FormContext }) {
  const { draft, change } = context
  const [name, setName] = useState('')
  const announce = useAnnounce()
  const names = Object.keys((draft.certificate ?? {}) as Draft)
  const fault = name === '' ? undefined : faultOf(name, names)
  const ready = name !== '' && !fault
  const add = () => {
    if (!ready) return
    change(['certificate', name], {})
    setName('')
    announce(`Added ${name}`)
  }
  return (
    <Part title="Certificates">
      {names.map((one) => (
        <div key={one} className="certificate">
          <FormGroup group={{ title: one, fields: certificateForm }} outer={['certificate', one]} context={context} />
          <button type="button" className="link" onClick={() => change(['certificate', one], undefined)}>
            Remove {one}
          </button>
        </div>
      ))}
      <Control
        label="Another certificate"
        explanation="A name for it, such as ca; layers refer to it by that."
        remarks={fault ? [{ says: fault, blocks: true }] : []}
      >
        {(ids) => (
          <div className="beside">
            <input
              {...ids}
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
            <button type="button" className="btn" aria-disabled={!ready} onClick={add}>
              <Icon name="plus" />
              Add certificate
            </button>
          </div>
        )}
      </Control>
    </Part>
  )
}

function faultOf(name: string, taken: readonly string[]): string | undefined {
  if (taken.includes(name)) return `There is a certificate ${name} already.`
  return v.is(Reference, name) ? undefined : 'Letters, digits, “.”, “_” and “-” only.'
}
