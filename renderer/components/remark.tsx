/** This part shows what is said of a value: to be filled in, doubtful, or to be mended. */
import type { ReactNode } from 'react'
import type { Judgement } from '../forms/field.ts'
import { Icon, type IconName } from './icon.tsx'

type Kind = 'missing' | 'doubtful' | 'wrong'
const looks: Readonly<Record<Kind, readonly [icon: IconName, colour: string]>> = {
  missing: ['dot', 't-skip'],
  doubtful: ['warn', 't-warn'],
  wrong: ['fail', 't-fail'],
}

export interface RemarkProps {
  readonly judgement: Judgement
  /** What can be done about it. */
  readonly children?: ReactNode
}

export function Remark({ judgement: { says, blocks, missing }, children }: RemarkProps) {
  const [icon, colour] = looks[missing ? 'missing' : blocks ? 'wrong' : 'doubtful']
  return (
    <p className={`remark ${colour}`}>
      <Icon name={icon} />
      <span>
        {says}
        {children}
      </span>
    </p>
  )
}
