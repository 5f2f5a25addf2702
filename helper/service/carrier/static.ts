/** Carries by ESP with the profile's own keys: no daemon, nothing to negotiate. Whether the gateway is there shows when packets come back. */
import type { Carry } from './carrier.ts'

export const carryByKeys: Carry = async ({ destination, established, signal }) => {
  const { gateway } = await destination
  established(
    { kind: 'static', localHost: null, remoteHost: gateway },
    'Both ends and all keys are fixed: there is nobody to ask.',
  )
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
