/** This is a laptop before it connects: in a cafe by wlan0, with a link that a network can be behind, and one that was a router's. */
import type { Observed } from '../../helper/core/change/observed.ts'
import { FakeKernel } from './kernel.ts'

export function laptopKernel(): FakeKernel {
  const kernel = new FakeKernel()
  kernel.addLink('wlan0', 'veth', 1500)
  kernel.addLink('eth1', 'veth', 1500)
  kernel.addLink('docker0', 'bridge', 1500)
  kernel.settings.write({ interface: 'docker0', name: 'accept_ra', value: 0 })
  kernel.settings.write({ interface: 'docker0', name: 'forwarding', value: 1 })
  kernel.execute(4, ['route', 'replace', '192.168.0.0/24', 'dev', 'wlan0'])
  return kernel
}

/** Returns the laptop as the helper sees it. */
export const seen = (kernel: FakeKernel): Promise<Observed> => kernel.observer().observe()
