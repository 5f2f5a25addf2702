/** This part shows a profile as rows of sentences: what each is called, what holds, and what stands small below. */
import type { ReactNode } from 'react'
import type { Remark, Row, Tone } from '../../main/contract/words/profile-page.ts'
import { Icon, type IconName } from './icon.tsx'

const marks: Readonly<Record<Tone, readonly [icon: IconName, colour: string, text: string]>> = {
  ok: ['check', 'c-ok', ''],
  warn: ['warn', 'c-warn', 't-warn'],
  fail: ['fail', 'c-fail', 't-fail'],
}

export interface ProfileRowsProps {
  readonly rows: readonly Row[]
  /** By the row's title: what stands in place of its text, to be changed here. */
  readonly controls?: Readonly<Record<string, ReactNode>>
}

export function ProfileRows({ rows, controls = {} }: ProfileRowsProps) {
  return (
    <dl className="facts">
      {rows.map(({ title, text, pairs, small = [] }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {controls[title] ?? text}
            {pairs && (
              <span className="pair">
                {pairs.map(([value, meaning]) => [
                  <span key={value} className={/[:.]/.test(value) ? 'mono' : ''}>
                    {value}
                  </span>,
                  <span key={`${value} is`}>{meaning}</span>,
                ])}
              </span>
            )}
            {small.map((remark) => (
              <Small key={remark.text} remark={remark} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Small({ remark: { text, tone } }: { readonly remark: Remark }) {
  if (!tone) return <small>{text}</small>
  const [icon, colour, words] = marks[tone]
  return (
    <small className={`marked ${words}`}>
      <Icon name={icon} className={colour} />
      <span>{text}</span>
    </small>
  )
}
