import { expect, test } from 'vitest'
import { laptopKernel, seen } from '../../../test/fakes/laptop-kernel.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { behindChanges, behindDeviations, placeBehind, reachableOnLink } from './behind.ts'
import { planTunnel } from './plan-tunnel.ts'

const profile = { ...seed001.profile, behind: { link: 'eth1', address: 'fd12:3456:789a:9::1/64' } }

type Kernel = ReturnType<typeof laptopKernel>

async function placed(kernel: Kernel, change: (kernel: Kernel) => void = () => undefined, link = 'eth1') {
  change(kernel)
  const observed = await seen(kernel)
  return placeBehind({ ...profile, behind: { ...profile.behind, link } }, observed, seed001.underlay)
}

test('forwarding comes last; who listened to routers goes on, who forwarded before is held', async () => {
  const { behind } = await placed(laptopKernel())
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
  const kernel = laptopKernel()
  const { behind } = await placed(kernel, () => {
    kernel.settings.write({ interface: 'all', name: 'forwarding', value: 1 })
    kernel.execute(6, ['address', 'add', 'fd12:3456:789a:9::1/64', 'dev', 'eth1'])
  })
  expect(behind).toMatchObject({ settings: [], routerBefore: true })
  expect(behind && behindChanges(behind).map(({ kind }) => kind)).toEqual(['rule', 'rule', 'rule'])
  expect(behind && reachableOnLink(behind, await seen(kernel)).map(({ kind }) => kind)).toEqual(['route'])
})

test('the tunnel has the laptop’s address behind it, too: by it home knows the laptop wherever that link is', async () => {
  const planned = planTunnel(profile, seed001.security, seed001.underlay)
  expect(planned.ok && planned.value.addresses).toContainEqual({
    kind: 'address',
    interface: 'roam6',
    address: 'fd12:3456:789a:9::1',
    prefixLength: 128,
  })
})

test.each([
  ['is the one to the internet', () => undefined, 'wlan0', 'behind-link-outside'],
  [
    'has no filter',
    (kernel: Kernel) => {
      kernel.nftables.installed = false
    },
    'eth1',
    'behind-without-filter',
  ],
])('a link that %s is said, and nothing is made of it', async (_, change, link, code) => {
  const { behind, findings } = await placed(laptopKernel(), change, link)
  expect(behind).toBeNull()
  expect(findings.map((found) => found.code)).toEqual([code])
})

test.each([
  ['down', 'eth1'],
  ['not there', 'eth7'],
])('a link that is %s is waited for', async (state, link) => {
  const kernel = laptopKernel()
  const eth1 = kernel.links.get('eth1')
  if (eth1) eth1.up = false
  const { behind, findings } = await placed(kernel, undefined, link)
  expect(findings).toEqual([])
  const now = await seen(kernel)
  expect(behind && reachableOnLink(behind, now)).toEqual([])
  expect(behind && behindDeviations(behind, now)).toMatchObject([{ code: 'behind-link-missing', args: { state } }])
})

test('what is on the link is missed while it is up, and so is forwarding', async () => {
  const kernel = laptopKernel()
  const { behind } = await placed(kernel)
  const saidOf = async () => behind && behindDeviations(behind, await seen(kernel)).map(({ code }) => code)
  expect(await saidOf()).toEqual(['address-missing', 'route-missing', 'behind-not-forwarded'])
  kernel.settings.write({ interface: 'all', name: 'forwarding', value: 1 })
  expect(await saidOf()).toEqual(['address-missing', 'route-missing'])
})
