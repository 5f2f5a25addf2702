/** A network that has more routes of IPv6 than a laptop can look at all the time, as whoever sends router advertisements may have them made. */
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, pings6, reportsAmong } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

/** Found again, and taken away, by their protocol. Those of advertisements have the kernel's own, which others have as well. */
const made = `
perl -e 'for (0..49999) { printf "route add 2001:db8:1:%x::/64 dev wlan0 proto 77\\n", $_ }' | ip -6 -batch -
`
const onLaptop = (says: string, script: string): Step => ({
  says,
  observes: true,
  perform: async ({ world }) => void (await world.laptop.run(['sh', '-c', script])),
})

/** What a person waits for `down`, and the command line's own start under emulation. */
const downMs = 4_000

const disconnectsInTime: Step = {
  ...disconnects(),
  async perform(scene) {
    const began = performance.now()
    await disconnects().perform(scene)
    const took = performance.now() - began
    if (took > downMs) throw new Error(`down took ${took.toFixed(0)} ms`)
  },
}

scenario('a network with 50,000 routes', {
  steps: [
    onLaptop('the network has 50,000 routes', made),
    connects(),
    reportsAmong('routes-unlisted'),
    pings6('web'),
    disconnectsInTime,
    onLaptop('they are gone', 'ip -6 route flush proto 77'),
  ],
  timeoutMs: 300_000,
})
