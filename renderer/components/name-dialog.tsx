/** This dialog asks for a profile's name: a new one, or another. */
import { useEffect, useRef, useState } from 'react'
import * as v from 'valibot'
import { ProfileName } from '../../helper/contract/text.ts'
import { Control } from './control.tsx'
import { Dialog } from './dialog.tsx'

export interface NameDialogProps {
  readonly question: string
  readonly yes: string
  readonly suggested: string
  /** Names of other profiles. */
  readonly taken: readonly string[]
  /** What it costs, where it costs something. */
  readonly consequence?: string | undefined
  /** @param name undefined where the person cancels */
  readonly answer: (name: string | undefined) => void
}

export function NameDialog({ question, yes, suggested, taken, consequence, answer }: NameDialogProps) {
  const [name, setName] = useState(suggested)
  const field = useRef<HTMLInputElement>(null)
  const fault = faultOf(name, taken)
  // A dialog gives the keyboard to its first button; a name is what this one is about.
  useEffect(() => field.current?.select(), [])
  const give = (agreed: boolean) => {
    if (!agreed) answer(undefined)
    else if (!fault) answer(name)
  }
  return (
    <Dialog question={question} yes={yes} isReady={!fault} answer={give}>
      {consequence && <p>{consequence}</p>}
      <Control label="Name" remarks={fault && name !== '' ? [{ says: fault, blocks: true }] : []}>
        {(ids) => (
          <input
            {...ids}
            ref={field}
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={({ target }) => setName(target.value)}
            onKeyDown={({ key }) => key === 'Enter' && give(true)}
          />
        )}
      </Control>
    </Dialog>
  )
}

function faultOf(name: string, taken: readonly string[]): string | undefined {
  if (taken.includes(name)) return `A profile called ${name} is installed.`
  const { issues } = v.safeParse(ProfileName, name)
  return issues && `The name ${issues[0].message}.`
}
