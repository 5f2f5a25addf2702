/**
 * Tells renewals of an address from changes. A router's advertisement renews the addresses that were made of it, every
 * few seconds in some networks, and the kernel reports each renewal. Nothing has changed then, and the loop need not
 * look again.
 */

/** "Deleted 8: wlan0    inet6 2001:db8::1/64 scope global dynamic mngtmpaddr proto kernel_ra \       valid_lft 86400sec …" (ip-monitor(8), -o) */
const dynamicAddress = /^(Deleted )?(\d+: \S+\s+inet6 \S+) (.*\bdynamic\b.*?)\s*\\?\s*valid_lft /

/**
 * Tells of each line of `ip -o monitor` whether its address is there already, unchanged; remembers the addresses of
 * earlier lines.
 */
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
