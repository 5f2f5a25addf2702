/** Carries by a tincd of our own. */
import type { TincLayer } from '../../contract/layer/tinc.ts'
import { failed } from '../../core/outcome.ts'
import { follow } from '../../daemon/follow.ts'
import { findTinc, startTinc } from '../../tinc/private-tinc.ts'
import type { Carry } from './carrier.ts'

export const carryByTinc =
  (layer: TincLayer): Carry =>
  async ({ ports, signal, destination, established }) => {
    const found = await findTinc(ports.programs, signal)
    if (!found.ok) return found
    const { gateway } = await destination
    const started = await startTinc({ ...ports, seeds: ports.tincSeeds, found: found.value, layer, gateway, signal })
    if (!started.ok) return started
    const tinc = started.value
    const words = `${layer['connect-to'][0]} proved to have its key.`
    try {
      return failed(await follow(tinc, tinc.established, (now) => established(now, words)))
    } finally {
      tinc.close()
    }
  }
