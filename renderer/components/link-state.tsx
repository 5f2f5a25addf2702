/** This part shows link, gateway, layers and traffic, as the kernel and the daemons say now. */
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import { bytes } from '../../main/contract/words/amounts.ts'
import { linkSteps } from '../steps.ts'
import { useNow } from '../use-now.ts'
import { useTraffic } from '../use-traffic.ts'
import { Section } from './section.tsx'
import { Sparkline } from './sparkline.tsx'
import { type Step, Timeline } from './timeline.tsx'

export function LinkState({ snapshot }: { readonly snapshot: Snapshot }) {
  const now = useNow(15_000)
  return (
    <Section title="Link state">
      <Timeline steps={[...linkSteps(snapshot, now), ...useTrafficStep(snapshot)]} />
    </Section>
  )
}

function useTrafficStep({ layers }: Snapshot): Step[] {
  const { rates, total } = useTraffic()
  const outer = layers[0]
  if (!outer) return []
  const count =
    total ??
    (outer.bytesIn !== null && outer.bytesOut !== null ? { in: outer.bytesIn, out: outer.bytesOut } : undefined)
  const mark = outer.state === 'up' ? 'reached' : 'ahead'
  const value = count ? (
    <>
      <Sparkline rates={rates} />
      {bytes(count.in)} in, {bytes(count.out)} out
    </>
  ) : (
    ''
  )
  // IKE's own row tells of its keys; what carries is ESP.
  return [{ mark, title: outer.kind === 'ike' ? 'ESP' : 'Traffic', value }]
}
