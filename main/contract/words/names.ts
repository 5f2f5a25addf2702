/** Says in words which DNS servers the gateway offers. */
import type { Snapshot } from '../../../helper/contract/snapshot.ts'

/** "fd12::53, offered by the gateway; not used by this laptop" */
export const namesLine = ({ servers }: NonNullable<Snapshot['dns']>): string =>
  `${servers.join(', ')}, offered by the gateway; not used by this laptop`
