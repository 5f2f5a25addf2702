/**
 * A router's advertisement renews the addresses that were made of it, every few seconds in some networks, and the kernel tells
 * of each. Nothing has changed then, and nobody need look.
 */

/** "Deleted 8: wlan0    inet6 2001:db8::1/64 scope global dynamic mngtmpaddr proto kernel_ra \       valid_lft 86400sec …" (ip-monitor(8), -o) */
const dynamicAddress = /^(Deleted )?(\d+: \S+\s+inet6 \S+) (.*\bdynamic\b.*?)\s*\\?\s*valid_lft /

/** Remembers what it was told: whether a line of `ip -o monitor` is of an address that is there already, as it is. */
export function createRenewals(): (line: string) => boolean {
  const there = new Map<string, string>()
  return (line) => {
    const [, deleted, address, state] = dynamicAddress.exec(line) ?? []
    if (address === undefined || state === undefined) return false
    if (!deleted && there.get(address) === state) return true
    if (deleted) there.delete(address)
    else there.set(address, state)
    return false
  }
}
