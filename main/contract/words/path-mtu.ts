/** Explains the path MTU and where it comes from: what the link carries, less each header, is yours. */
import type { PathMtu } from '../../../helper/contract/snapshot.ts'

/** "1500 - 20 - 8 - 34 - 20 - 4 = 1414" */
export const mtuSum = ({ underlay, layers, computed }: PathMtu) =>
  `${[underlay, ...layers.map(({ bytes }) => bytes)].join(' - ')} = ${computed}`

/** The figure to show, and whether it was measured or is only expected. */
export function mtuFigure({ measured, computed }: PathMtu): { readonly size: number; readonly basis: string } {
  return measured === null ? { size: computed, basis: 'expected' } : { size: measured, basis: 'measured' }
}

/** "1314 passes, 1315 does not"; where all that the link allows passes, nothing longer was ever sent. */
export function mtuProof({ measured, computed }: PathMtu): string {
  if (measured === null) return 'calculated, not measured yet'
  return measured < computed ? `${measured} passes, ${measured + 1} does not` : `${measured} passes, as calculated`
}

/** What is missing between the sum and the measurement; 0 where they agree. */
export const mtuMissing = ({ measured, computed }: PathMtu) =>
  measured === null ? 0 : Math.max(0, computed - measured)

/** The sum for who cannot see the picture. */
export function mtuInWords(path: PathMtu, link: string): string {
  const takes = path.layers.map(({ name, bytes }) => `${name} ${bytes}`)
  if (takes.length === 0) return `${path.underlay} on ${link}, nothing taken off.`
  const last = takes.pop()
  const all = takes.length === 0 ? last : `${takes.join(', ')} and ${last}`
  const missing = mtuMissing(path)
  const measured = missing > 0 ? ` Measured: ${path.measured}, so ${missing} are missing.` : ''
  return `${path.underlay} on ${link}, less ${all}, leaves ${path.computed}.${measured}`
}
