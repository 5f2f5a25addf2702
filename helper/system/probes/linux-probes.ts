import { echoes, sizedEchoes } from './echo.ts'
import { neighbour } from './neighbour.ts'
import type { Probes } from './probes.ts'
import { askRouters } from './router-advertisement.ts'
import { udp } from './udp.ts'

/** Makes the probes, which need root. Nothing is loaded or opened before the first question. */
export const createProbes = (): Probes => ({
  echo: echoes,
  sizedEchoes,
  udp,
  neighbour,
  routerAdvertisement: askRouters,
})
