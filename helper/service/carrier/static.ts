/** ESP with keys of the profile's: no daemon, nothing to negotiate. Whether anybody is there shows when packets come back. */
import type { StaticEstablished } from '../../core/layer/established.ts'
import { done } from '../../core/outcome.ts'
import type { PrepareCarrier } from './carrier.ts'

export const prepareStatic: PrepareCarrier = () => ({
  async connect({ gateway }) {
    const established: StaticEstablished = { kind: 'static', localHost: null, remoteHost: gateway }
    return done({
      established,
      found: 'Both ends and all keys are fixed: there is nobody to ask.',
      now: async () => established,
      changed: () => () => undefined,
      died: new Promise(() => undefined),
      close: () => undefined,
    })
  },
  abandon: async () => undefined,
})
