/** Makes the DUID by which a DHCPv6 server knows this laptop (RFC 8415, 11). It is always the same, so that the address is, too. */
import { readFile } from 'node:fs/promises'
import { crypto } from '../../crypto.ts'

/** The type of a DUID made of a UUID (RFC 6355). */
const ofUuid = [0, 4]
const uuidLength = 16
/** The type of a DUID made of a link-layer address (RFC 8415, 11.4), and IANA's number for Ethernet. */
const ofEthernet = [0, 3, 0, 1]

/** Derives the DUID from the machine's ID, which machine-id(5) wants to be told to nobody; without one, from the link's MAC address. */
export async function dhcpv6Identity(link: string): Promise<Uint8Array> {
  const machine = (await readFile('/etc/machine-id', 'utf8').catch(() => '')).trim()
  if (/^[0-9a-f]{32}$/.test(machine)) {
    const derived = crypto().createHmac('sha256', machine).update('roam6 dhcpv6').digest()
    return Uint8Array.from([...ofUuid, ...derived.subarray(0, uuidLength)])
  }
  const mac = (await readFile(`/sys/class/net/${link}/address`, 'utf8')).trim()
  return Uint8Array.from([...ofEthernet, ...mac.split(':').map((byte) => Number.parseInt(byte, 16))])
}
