/** A container on the laptop, as Docker has them: behind a bridge, its packets forwarded and masqueraded, of IPv4 alone. */
import type { Host } from '../hosts/host.ts'
import { docker } from './places.ts'
import type { NetworkPlan } from './plan.ts'

/** The laptop's end of the container's link: a port of the bridge. */
const port = 'vethc'

const masquerade = `
  table ip docker {
    chain post { type nat hook postrouting priority srcnat; ip saddr 172.17.0.0/16 oifname != ${docker.bridge} masquerade; };
  }`

export const dockerNetwork: NetworkPlan = {
  hosts: {
    laptop: {
      forwards: 'v4',
      bridges: { [docker.bridge]: [port] },
      addresses: { [docker.bridge]: [`${docker.laptop}/16`] },
      nft: masquerade,
    },
    container: {
      addresses: { eth0: [`${docker.container}/16`] },
      routes: [`default via ${docker.laptop}`],
    },
  },
  links: [{ ends: [`laptop:${port}`, 'container:eth0'] }],
}

/** Somebody takes all that nftables has, in one transaction, and Docker makes its own again. */
export async function flushRuleset(laptop: Host): Promise<void> {
  await laptop.run(['nft', 'flush', 'ruleset'])
  await laptop.run(['nft', '-f', '-'], { input: masquerade })
}
