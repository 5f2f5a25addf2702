/** This module keeps the evidence of a scenario that failed, so that nobody has to run it again to understand it. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Host } from '../../lab/hosts/host.ts'
import { helperPlaces, type Laptop } from '../../lab/laptop.ts'
import { checkout } from '../../lab/machine/places.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import type { World } from '../../lab/world.ts'

const captures = { cafe: 'port1', gateway: 'eth0' } as const
export const captureFile = '/tmp/evidence.pcap'

/**
 * Of each packet, what its headers may take. tcpdump's ring has room for so many whole packets (--immediate-mode): with its own 256 KiB
 * for each, eight fill it, and a burst is lost.
 */
const ring = ['--snapshot-length', '512', '--buffer-size', '16384']

/** Records both ends' packets from now on. Resolves with a function that ends this, and that throws where some of the cafe's were lost. */
export async function recordPackets(world: World): Promise<() => Promise<void>> {
  const recording = Object.entries(captures).map(([name, device]) => {
    const options = ['-Z', 'root', '-U', '--immediate-mode', ...ring, '-i', device, '-w', captureFile]
    return { name, tcpdump: hostNamed(world.hosts, name).start(['tcpdump', ...options]) }
  })
  await Promise.all(recording.map(({ tcpdump }) => tcpdump.waitFor(/listening on/, 20_000)))
  return async () => {
    for (const { name, tcpdump } of recording) {
      tcpdump.signal('SIGINT')
      const { stderr } = await tcpdump.exited
      const [, lost] = /(\d+) packets? dropped by kernel/.exec(stderr) ?? []
      // A packet that was not recorded may have been one for home.
      if (name === 'cafe' && lost !== '0') throw new Error(`the cafe's capture has lost packets: ${stderr}`)
    }
  }
}

/** @returns the folder that everything is in, from the root of the checkout */
export async function keepEvidence(name: string, world: World, laptop: Laptop | undefined): Promise<string> {
  const folder = join(checkout, 'test-results', name.replaceAll(/[^\w]+/g, '-').toLowerCase())
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const { state, runtime } = helperPlaces
  const laptopFiles = ['tar', 'czf', '-', '--ignore-failed-read', '--exclude=*.sock', state, runtime]
  const pieces: Record<string, () => Promise<string | Buffer>> = {
    'helper.log': async () => laptop?.log() ?? '',
    'gateway.log': () => world.gateway.log(),
    'laptop-state.txt': () => stateOf(world.laptop),
    'gateway-state.txt': () => stateOf(hostNamed(world.hosts, 'gateway')),
    'laptop-files.tar.gz': () => bytesOf(world, 'laptop', laptopFiles),
    'snapshot.json': async () => JSON.stringify(await laptop?.status(), null, 2),
  }
  for (const host of Object.keys(captures)) pieces[`${host}.pcap`] = () => bytesOf(world, host, ['cat', captureFile])
  for (const [file, piece] of Object.entries(pieces))
    await writeFile(join(folder, file), await piece().catch((error: Error) => `could not be had: ${error.message}\n`))
  return relative(checkout, folder)
}

const everything = [
  'ip address; ip rule; ip -6 rule; ip route show table all; ip -6 route show table all',
  'ip -s xfrm state; ip xfrm policy; cat /proc/net/xfrm_stat; nft list ruleset; ps aux',
].join('; ')

const stateOf = async (host: Host) => (await host.attempt(['sh', '-c', everything])).stdout

async function bytesOf(world: World, host: string, argv: readonly string[]): Promise<Buffer> {
  const process = hostNamed(world.hosts, host).start(argv)
  process.end()
  await process.exited
  return process.bytes('stdout')
}
