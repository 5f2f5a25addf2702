/** Returns the machine of the worker that this runs in. */
import { inject } from 'vitest'
import { type Connection, connectToAgent } from './machine/connection.ts'
import { lastLines } from './machine/guest.ts'

export function connectToOwnMachine(): Promise<Connection> {
  const machines = inject('machines')
  // 1, 2 … (vitest, "VITEST_POOL_ID")
  const machine = machines[(Number(process.env.VITEST_POOL_ID) - 1) % machines.length]
  if (!machine) throw new Error('test/lab/for-vitest.ts has booted none')
  return connectToAgent(machine.place, AbortSignal.timeout(10_000), () => lastLines(machine.console))
}
