/** This field takes the laptop's own certificate and its private key at once: pasted, or out of the one or two files that they are in. */
import { useState } from 'react'
import { credentialIn } from '../../forms/credential.ts'
import type { Draft } from '../../forms/field.ts'
import { Control } from '../control.tsx'
import { Icon } from '../icon.tsx'
import { PemInput } from '../pem-input.tsx'
import { type Of, useField } from './use-field.ts'

export function CredentialField({ field, outer, context }: Of<'credential'>) {
  const { value, remarks, set } = useField({ field, outer, context })
  const [text, setText] = useState('')
  const held = (value ?? {}) as Draft
  const isWhole = held.pem !== undefined && held.key !== undefined
  const give = (typed: string) => {
    const next = { ...held, ...credentialIn(typed) }
    const taken = Object.keys(credentialIn(typed)).length > 0
    // What was understood is held; the rest of a pair may come from another file.
    setText(taken ? '' : typed)
    if (taken) set(next)
  }
  const judgement =
    text !== '' ? [{ says: 'This is neither a certificate nor a private key in PEM.', blocks: true }] : []
  return (
    <Control {...field} remarks={[...judgement, ...remarks]} group={isWhole}>
      {(ids) =>
        isWhole ? (
          <p className="stored">
            <Icon name="check" className="c-ok" />
            The certificate and its key are here.
            <button type="button" className="link" aria-label={`Replace: ${field.label}`} onClick={() => set({})}>
              Replace…
            </button>
          </p>
        ) : (
          <>
            {(held.pem !== undefined || held.key !== undefined) && (
              <p className="stored">
                <Icon name="check" className="c-ok" />
                {held.pem === undefined
                  ? 'The key is here; the certificate is missing.'
                  : 'The certificate is here; its key is missing.'}
              </p>
            )}
            <PemInput ids={ids} value={text} label={field.label} change={give} />
          </>
        )
      }
    </Control>
  )
}
