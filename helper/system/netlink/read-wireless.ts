/** Reads the names of the Wi-Fi networks that this machine's links have joined. They are for people to read: nothing is decided by them. */
import { askWireless, askWirelessFamily, decodeFamily, decodeWireless } from '../../core/netlink/wireless.ts'
import type { Ask } from './ask.ts'

/** @returns by the link's name; a link without Wi-Fi, or that has joined nothing, is not there */
export async function readWireless(ask: Ask): Promise<Readonly<Record<string, string>>> {
  const family = await ask(askWirelessFamily, decodeFamily)
  const [number] = 'entries' in family ? family.entries : []
  if (number === undefined) return {}
  const links = await ask(askWireless(number), decodeWireless)
  return 'entries' in links ? Object.fromEntries(links.entries.map(({ name, ssid }) => [name, ssid])) : {}
}
