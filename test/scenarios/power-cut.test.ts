/**
 * The power fails while home is connected, the helper's state on a disk that keeps only what was synced. The next boot's
 * helper brings the intent back: the guard at once, then the tunnel. After a disconnect nothing is left of either boot.
 */
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLaptop } from '../lab/laptop.ts'
import { bootGuest, type Guest } from '../lab/machine/guest.ts'
import { provideImage } from '../lab/machine/image.ts'
import { chosenSuite } from '../lab/machine/packages.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { web } from '../lab/networks/places.ts'
import { profileName } from '../lab/profile.ts'
import { buildWorld } from '../lab/world.ts'
import { eventually } from './vocabulary/steps.ts'
import { differences, recordSystem } from './vocabulary/system-record.ts'

const diskBytes = 64 * 1024 * 1024
const state = '/mnt/power-cut'

test('a power cut while connected', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder('power-cut')
  const disk = join(folder, 'disk.raw')
  writeFileSync(disk, '')
  truncateSync(disk, diskBytes)
  const image = await provideImage(chosenSuite(), console.log)

  /** A boot, the world of seed 001 in it, and the laptop's state on the disk. */
  const boot = async (format: boolean) => {
    const guest = await bootGuest(image, { disk })
    const world = await buildWorld(guest.connection)
    await world.laptop.run(['mkdir', '-p', state])
    if (format) await world.laptop.run(['mkfs.ext4', '-q', guest.disk])
    const before = await recordSystem(world.laptop)
    await world.laptop.run(['mount', guest.disk, state])
    const laptop = await openLaptop(world.laptop, folder)
    await laptop.startHelper({ state: `${state}/roam6` })
    return { guest, world, laptop, before }
  }

  const guests: Guest[] = []
  try {
    const first = await boot(true)
    guests.push(first.guest)
    await first.laptop.install(first.world.profile())
    const up = await first.laptop.cli(['up', profileName, '--wait'])
    expect(up.code, up.stderr).toBe(0)
    await first.guest.cut()
    await first.laptop.close().catch(() => undefined)

    const second = await boot(false)
    guests.push(second.guest)
    // Nobody asks for it: the intent on the disk does.
    await eventually(40, async () => expect((await second.laptop.status()).state).toBe('connected'))
    await eventually(10, () => second.world.laptop.user.run(['ping', '-n', '-c', '1', '-W', '1', web.v6]))
    const down = await second.laptop.cli(['down'])
    expect(down.code, down.stderr).toBe(0)
    await second.laptop.stopHelper()
    await second.world.laptop.run(['umount', state])
    const traces = differences(second.before, await recordSystem(second.world.laptop))
    expect(traces.filter((line) => !/[: ]\/run\/roam6 /.test(line))).toEqual([])
    await second.laptop.close()
  } finally {
    for (const guest of guests) await guest.cut()
    removeTemporary(folder)
  }
})
