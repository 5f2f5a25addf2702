/** This part is a labelled control with what explains it and what is to be said of its value. */
import { type ReactNode, useId } from 'react'
import type { Judgement } from '../forms/field.ts'
import { Remark } from './remark.tsx'

/** For the control itself. */
export interface ControlIds {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

export interface ControlProps {
  readonly label: string
  readonly explanation?: string | undefined
  readonly remarks?: readonly Judgement[]
  /** Takes the value that a remark proposes. */
  readonly take?: (judgement: Judgement) => void
  /** Several controls under one label. */
  readonly group?: boolean
  readonly children: (ids: ControlIds) => ReactNode
}

export function Control({ label, explanation, remarks = [], take, group = false, children }: ControlProps) {
  const id = useId()
  const [explained, remarked] = [`${id}e`, `${id}r`]
  const describedBy = [explanation && explained, remarks.length > 0 && remarked].filter(Boolean).join(' ') || undefined
  const ids = { id, 'aria-describedby': describedBy, 'aria-invalid': remarks.some(isWrong) || undefined }
  return (
    <div
      className="field"
      {...(group ? { role: 'group', 'aria-labelledby': `${id}l`, 'aria-describedby': describedBy } : {})}
    >
      {group ? <span id={`${id}l`}>{label}</span> : <label htmlFor={id}>{label}</label>}
      <div>
        {children(ids as ControlIds)}
        {explanation && <small id={explained}>{explanation}</small>}
        <div id={remarked}>
          {remarks.map((judgement) => (
            <Remark key={judgement.says} judgement={judgement}>
              {judgement.instead !== undefined && take && (
                <button type="button" className="link" onClick={() => take(judgement)}>
                  Use {judgement.instead}
                </button>
              )}
            </Remark>
          ))}
        </div>
      </div>
    </div>
  )
}

/** Still to be filled in is not wrong. */
const isWrong = ({ blocks, missing }: Judgement) => blocks && !missing
