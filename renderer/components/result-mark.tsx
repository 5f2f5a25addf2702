/** This part shows the mark of a result. Marks differ by shape, not only by hue. */
import type { StopResult } from '../test-layers.ts'
import { Icon, type IconName, Spinner } from './icon.tsx'

const icons: Readonly<Record<Exclude<StopResult, 'active' | 'ahead'>, readonly [name: IconName, colour: string]>> = {
  pass: ['check', 'c-ok'],
  warn: ['warn', 'c-warn'],
  fail: ['fail', 'c-fail'],
  skip: ['skip', 'c-skip'],
  unknown: ['ask', 'c-ask'],
}

export function ResultMark({ result }: { readonly result: StopResult }) {
  if (result === 'active') return <Spinner />
  if (result === 'ahead') return <span className="step open" />
  const [name, colour] = icons[result]
  return <Icon name={name} className={colour} />
}
