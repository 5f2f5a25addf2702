import { expect, test } from 'vitest'
import { laptopKernel, seen } from '../../../test/fakes/laptop-kernel.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { behindChanges, placeBehind } from './behind.ts'
import { planTunnel } from './plan-tunnel.ts'

const profile = { ...seed001.profile, behind: { link: 'eth1', address: 'fd12:3456:789a:9::1/64' } }

async function placed(change: (kernel: ReturnType<typeof laptopKernel>) => void = () => undefined, link = 'eth1') {
  const kernel = laptopKernel()
  change(kernel)
  const observed = await seen(kernel)
  return placeBehind({ ...profile, behind: { ...profile.behind, link } }, observed, seed001.underlay)
}

test('forwarding comes last; who listened to routers goes on, who forwarded before is held', async () => {
  const { behind } = await placed()
  const settings = behind?.settings.map(
    ({ interface: link, name, before, value }) => `${link} ${name} ${before} ${value}`,
  )
  expect(settings).toEqual([
    'default accept_ra 1 2',
    'lo accept_ra 1 2',
    'wlan0 accept_ra 1 2',
    'eth1 accept_ra 1 2',
    'docker0 forwarding 1 1',
    'all forwarding 0 1',
  ])
  expect(behind && behindChanges(behind).at(-1)).toMatchObject({ kind: 'sysctl', interface: 'all' })
})

test('a laptop that is a router already stays one, with the address that it has', async () => {
  const { behind } = await placed((kernel) => {
    kernel.settings.write({ interface: 'all', name: 'forwarding', value: 1 })
    kernel.execute(6, ['address', 'add', 'fd12:3456:789a:9::1/64', 'dev', 'eth1'])
  })
  expect(behind).toMatchObject({ settings: [], routerBefore: true })
  expect(behind && behindChanges(behind).map(({ kind }) => kind)).toEqual(['route', 'rule', 'rule', 'rule'])
})

test('the tunnel has the laptop’s address behind it, too: by it home knows the laptop wherever that link is', async () => {
  const planned = planTunnel(profile, seed001.security, seed001.underlay, null)
  expect(planned.ok && planned.value.addresses).toContainEqual({
    ...{ kind: 'address', interface: 'roam6', address: 'fd12:3456:789a:9::1', prefixLength: 128 },
  })
})

test.each([
  ['is not there', () => undefined, 'eth7', 'behind-link-missing'],
  ['is the one to the internet', () => undefined, 'wlan0', 'behind-link-outside'],
  [
    'has no gate',
    (kernel: ReturnType<typeof laptopKernel>) => {
      kernel.nftables.installed = false
    },
    'eth1',
    'behind-without-gate',
  ],
])('a link that %s is said, and nothing is made of it', async (_, change, link, code) => {
  const { behind, findings } = await placed(change, link)
  expect(behind).toBeNull()
  expect(findings.map((found) => found.code)).toEqual([code])
})
