/** This part draws the traffic of the last minute: solid in, dashed out. */
import type { Traffic } from '../use-traffic.ts'

const width = 96
const height = 20
const seconds = 60
/** Below this many bytes a second the line stays low: noise is not to look like work. */
const quiet = 10_000

export function Sparkline({ rates }: { readonly rates: Traffic['rates'] }) {
  if (rates.length < 2) return null
  const peak = Math.max(quiet, ...rates.flatMap((rate) => [rate.in, rate.out]))
  const path = (pick: (rate: Traffic['rates'][number]) => number) =>
    rates
      .map((rate, at) => {
        const x = width - ((rates.length - 1 - at) * width) / (seconds - 1)
        const y = height - 1 - (pick(rate) / peak) * (height - 3)
        return `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
      })
      .join('')
  const inward = path((rate) => rate.in)
  const first = (width - ((rates.length - 1) * width) / (seconds - 1)).toFixed(1)
  return (
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Traffic in the last minute">
      <path className="area" d={`${inward}V${height}H${first}z`} />
      <path className="in" d={inward} />
      <path className="out" d={path((rate) => rate.out)} />
    </svg>
  )
}
