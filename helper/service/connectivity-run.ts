// Placeholder until the owner of this file writes it.
import type { TestReport } from '../contract/connectivity.ts'
export async function runConnectivityTest(..._: unknown[]): Promise<TestReport> {
  throw new Error('not written')
}
