/** Who we are to a DHCPv6 server: always the same, so that the address is, too (RFC 8415, 11). */
import { readFile } from 'node:fs/promises'
import { crypto } from '../../crypto.ts'

/** RFC 6355. */
const ofUuid = [0, 4]
const uuidLength = 16
/** RFC 8415, 11.4: of the link-layer address; IANA's number for Ethernet. */
const ofEthernet = [0, 3, 0, 1]

/** machine-id(5) is told to nobody: what is derived from it is. */
export async function dhcpv6Identity(link: string): Promise<Uint8Array> {
  const machine = (await readFile('/etc/machine-id', 'utf8').catch(() => '')).trim()
  if (/^[0-9a-f]{32}$/.test(machine)) {
    const derived = crypto().createHmac('sha256', machine).update('roam6 dhcpv6').digest()
    return Uint8Array.from([...ofUuid, ...derived.subarray(0, uuidLength)])
  }
  const mac = (await readFile(`/sys/class/net/${link}/address`, 'utf8')).trim()
  return Uint8Array.from([...ofEthernet, ...mac.split(':').map((byte) => Number.parseInt(byte, 16))])
}
