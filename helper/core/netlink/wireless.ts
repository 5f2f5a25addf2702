/**
 * Reads the names that Wi-Fi networks give themselves (SSID), by generic netlink: whichever program manages the link, the kernel knows
 * the network that the link has joined (linux/genetlink.h, linux/nl80211.h).
 */
import { attribute, attributes } from './attributes.ts'
import { joined, NetlinkMalformed, text, u16 } from './bytes.ts'
import { dump, one, type Question } from './question.ts'

/** GENL_ID_CTRL and CTRL_CMD_GETFAMILY: the number of a family is the kernel's own, and another one after each boot. */
const controller = 0x10
const CTRL_CMD_GETFAMILY = 3
/** CTRL_ATTR_… */
const ofFamily = { number: 1, name: 2 } as const

const NL80211_CMD_GET_INTERFACE = 5
/** NL80211_ATTR_… */
const ofInterface = { name: 4, ssid: 52 } as const

/** struct genlmsghdr: command, version, and two bytes that are not used. */
const headerLength = 4
const header = (command: number) => Uint8Array.of(command, 1, 0, 0)

/** Asks for the number of Wi-Fi's family of messages. A kernel without Wi-Fi refuses with ENOENT. */
export const askWirelessFamily: Question = one(
  16,
  controller,
  joined(
    header(CTRL_CMD_GETFAMILY),
    attribute(
      ofFamily.name,
      Uint8Array.from([...'nl80211\0'], (letter) => letter.charCodeAt(0)),
    ),
  ),
)

/** @returns the type that messages of the family have */
export function decodeFamily(body: Uint8Array): number {
  const number = attributes(body, headerLength).get(ofFamily.number)
  if (!number) throw new NetlinkMalformed('family 16 without its number')
  return u16(number)
}

/** Asks for all Wi-Fi devices. It needs no privileges. */
export const askWireless = (family: number): Question => dump(16, family, header(NL80211_CMD_GET_INTERFACE))

export interface WirelessLink {
  readonly name: string
  readonly ssid: string
}

/**
 * Returns the device with the name of the network that the device has joined; undefined while it has joined none. The name is whatever up to
 * 32 bytes a stranger's router sends (IEEE 802.11, 9.4.2.2): a character that is not seen, or that turns the writing, becomes U+FFFD.
 */
export function decodeWireless(body: Uint8Array): WirelessLink | undefined {
  const found = attributes(body, headerLength)
  const [name, ssid] = [found.get(ofInterface.name), found.get(ofInterface.ssid)]
  const named = ssid && text(ssid).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD')
  return name && named ? { name: text(name), ssid: named } : undefined
}
