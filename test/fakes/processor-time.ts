/** Returns the processor time of this thread in ms: other programs on the machine do not lengthen it, as they do a wait. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
