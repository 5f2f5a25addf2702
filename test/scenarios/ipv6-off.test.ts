/** Laptops whose IPv6 is switched off, for all links or for new ones, as guides to a safer machine advise: our own links have it. */
import { expect } from 'vitest'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, eventually, pings6 } from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

const pathOf = (link: string) => `/proc/sys/net/ipv6/conf/${link}/disable_ipv6`
const switchOf = async ({ world }: Scene, link: string) => (await world.laptop.readFile(pathOf(link))).trim()

const switches = (places: readonly string[], value: 0 | 1): Step => ({
  says: `IPv6 is switched ${value ? 'off' : 'on'} for ${places.join(' and ')}`,
  async perform({ world }) {
    await world.laptop.run(['sysctl', '-qw', ...places.map((place) => `net.ipv6.conf.${place}.disable_ipv6=${value}`)])
  },
})

/** @param whole for all links, and not for new ones alone */
const isOn = (links: readonly string[], whole: boolean): Step => ({
  says: `IPv6 is on for ${links.join(' and ')} and off as it was for others`,
  observes: true,
  async perform(scene) {
    for (const link of links) expect([link, await switchOf(scene, link)]).toEqual([link, '0'])
    expect(await switchOf(scene, 'default')).toBe('1')
    for (const link of ['all', 'wlan0']) expect([link, await switchOf(scene, link)]).toEqual([link, whole ? '1' : '0'])
  },
})

const advertisedAgain: Step = {
  says: 'the laptop has its address by router advertisement again',
  perform: ({ world }) =>
    eventually(10, async () => {
      const { stdout } = await world.laptop.run(['ip', '-6', 'address', 'show', 'dev', 'wlan0', 'dynamic'])
      if (!stdout.includes('inet6')) throw new Error('no address by router advertisement')
    }),
}

for (const places of [['all', 'default'], ['default']])
  scenario(`IPv6 is switched off for ${places.join(' and ')} before home is wanted: our links alone have it`, {
    // What is watched for in clear needs IPv6 on the LAN.
    always: [],
    steps: [
      switches(places, 1),
      connects(),
      pings6('home host'),
      pings6('web'),
      isOn(['roam6'], places.includes('all')),
      disconnects(),
      isOn([], places.includes('all')),
      switches(places, 0),
      advertisedAgain,
    ],
  })
