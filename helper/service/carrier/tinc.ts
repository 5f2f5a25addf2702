import type { TincLayer } from '../../contract/layer/tinc.ts'
import { done } from '../../core/outcome.ts'
import { startTinc } from '../../tinc/private-tinc.ts'
import type { PrepareCarrier } from './carrier.ts'

export const prepareTinc =
  (layer: TincLayer): PrepareCarrier =>
  (_profile, ports, signal) => ({
    async connect({ gateway }) {
      const started = await startTinc({ ...ports, layer, gateway, signal })
      if (!started.ok) return started
      const tinc = started.value
      return done({
        ...tinc,
        found: `${layer['connect-to'][0]} proved to have its key.`,
      })
    },
    abandon: async () => undefined,
  })
