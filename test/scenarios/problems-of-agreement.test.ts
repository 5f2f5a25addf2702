/** What we agree on with the gateway: proposals, networks, addresses. */
import { home } from '../lab/networks/places.ts'
import { layerOf } from '../lab/profile.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, failsToConnect, reports } from './vocabulary/steps.ts'

scenario('no common IKE proposal', {
  hosts: { gateway: { settings: { ikeProposals: ['aes256-sha512-modp8192'] } } },
  profile: (profile) => {
    layerOf(profile, 'ike')['ike-proposals'] = ['aes128-sha256-x25519']
  },
  steps: [failsToConnect('no-common-ike-proposal'), disconnects()],
})

scenario('no common ESP proposal', {
  hosts: { gateway: { settings: { espProposals: ['aes256-sha512'] } } },
  profile: (profile) => {
    layerOf(profile, 'ike')['esp-proposals'] = ['aes128gcm16']
  },
  steps: [failsToConnect('no-common-esp-proposal'), disconnects()],
})

scenario('selectors refused', {
  hosts: { gateway: { settings: { networks: ['10.9.0.0/24'] } } },
  steps: [failsToConnect('selectors-refused'), disconnects()],
})

scenario('no virtual address', {
  hosts: { gateway: { settings: { virtualAddress: null } } },
  steps: [failsToConnect('no-virtual-address'), disconnects()],
})

scenario('another virtual address than expected', {
  hosts: { gateway: { settings: { virtualAddress: '192.168.101.77/32' } } },
  profile: (profile) => {
    layerOf(profile, 'ike')['request-addresses'] = [home.tunnel.laptop.v4]
  },
  steps: [connects(), reports('other-virtual-address'), disconnects()],
})
