/** This is a system of which nothing was seen yet. */
import type { Observed } from '../../helper/core/change/observed.ts'

export const nothingObserved: Observed = {
  links: [],
  addresses: [],
  routes: [],
  rules: [],
  policies: [],
  states: [],
  filters: { tables: {} },
  settings: [],
}
