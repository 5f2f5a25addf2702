/** This field takes a certificate or a key, given or made here. A private one that was there before is replaced, not shown. */
import { useState } from 'react'
import { bridge } from '../../bridge.ts'
import { useAnnounce } from '../announcer.tsx'
import { Control } from '../control.tsx'
import { Icon } from '../icon.tsx'
import { PemInput } from '../pem-input.tsx'
import { type Of, useField } from './use-field.ts'

export function PemField({ field, outer, context }: Of<'pem'>) {
  const { label, make } = field
  const { value, remarks, set } = useField({ field, outer, context })
  // What is given here is seen: it may be the wrong one.
  const [given, setGiven] = useState(value === undefined)
  const announce = useAnnounce()
  const hidden = field.private && !given
  const replace = () => {
    setGiven(true)
    set(undefined)
  }
  const makeOne = async (verb: 'makeTincKey') => {
    const reply = await bridge.call(verb, {})
    if (!reply.ok) return
    set(reply.value)
    setGiven(false)
    announce('Made a key')
  }
  return (
    <Control {...field} remarks={remarks} group={hidden}>
      {(ids) =>
        hidden ? (
          <p className="stored">
            <Icon name="lock" />
            Kept, not shown.
            <button type="button" className="link" aria-label={`Replace: ${label}`} onClick={replace}>
              Replace…
            </button>
          </p>
        ) : (
          <>
            <PemInput
              ids={ids}
              value={value === undefined ? '' : String(value)}
              label={label}
              change={(text) => set(text || undefined)}
            />
            {make && (
              <button
                type="button"
                className="btn btn-s"
                aria-label={`Make one here: ${label}`}
                onClick={() => void makeOne(make)}
              >
                <Icon name="plus" />
                Make one here
              </button>
            )}
          </>
        )
      }
    </Control>
  )
}
