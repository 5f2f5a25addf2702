/** This field has a list, one value a line. */
import { useState } from 'react'
import type { Judgement } from '../../forms/field.ts'
import type { Remark } from '../../forms/judge.ts'
import { Control } from '../control.tsx'
import { common, type Of, useField } from './use-field.ts'

const sameValue = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

export function LinesField({ field, outer, context }: Of<'lines'>) {
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
