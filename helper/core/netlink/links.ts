/** Links and their addresses (rtnetlink(7)). */
import type { ObservedAddress, ObservedLink, ObservedSetting } from '../change/observed.ts'
import { addressText, familyOfNumber } from './address.ts'
import { attribute, attributes } from './attributes.ts'
import { i32, joined, NetlinkMalformed, text, u8, u32, u32Bytes, zeroEnded } from './bytes.ts'
import { dump, one, type Question } from './question.ts'

/** linux/rtnetlink.h */
const RTM_GETLINK = 18
const RTM_GETADDR = 22
/** Lengths of struct ifinfomsg (linux/rtnetlink.h) and struct ifaddrmsg (linux/if_addr.h). */
export const linkHeader = 16
export const addressHeader = 8

/** linux/if_link.h */
export const linkAttribute = { name: 3, mtu: 4, linkInfo: 18, alias: 20, familySpecific: 26, extendedMask: 29 } as const
/** In IFLA_AF_SPEC: AF_INET6 (linux/socket.h), and in it IFLA_INET6_CONF. */
const inet6 = { family: 10, settings: 2 } as const
/** DEVCONF_… (linux/ipv6.h): the place of each among the 32-bit numbers of IFLA_INET6_CONF. */
const settingPlaces = { forwarding: 0, accept_ra: 3, disable_ipv6: 26 } as const satisfies Record<
  ObservedSetting['name'],
  number
>
/** IFLA_INFO_… */
export const linkInfo = { kind: 1, data: 2 } as const
/** linux/if_addr.h */
export const addressAttribute = { address: 1, local: 2, flags: 8 } as const

/** linux/if.h */
export const linkFlag = { up: 0x1, loopback: 0x8, lowerUp: 0x10000 } as const

/** RTEXT_FILTER_SKIP_STATS (linux/rtnetlink.h): half of an answer about a link would be counters. */
const withoutCounters = attribute(linkAttribute.extendedMask, u32Bytes(8))

export const askLinks = dump(0, RTM_GETLINK, joined(new Uint8Array(linkHeader), withoutCounters))
export const askLink = (name: string): Question =>
  one(
    0,
    RTM_GETLINK,
    joined(new Uint8Array(linkHeader), attribute(linkAttribute.name, zeroEnded(name)), withoutCounters),
  )
/** Of all families. */
export const askAddresses = dump(0, RTM_GETADDR, new Uint8Array(addressHeader))

export function decodeLink(body: Uint8Array): ObservedLink {
  const found = attributes(body, linkHeader)
  const [name, mtu, alias] = [linkAttribute.name, linkAttribute.mtu, linkAttribute.alias].map((type) => found.get(type))
  if (!name) throw new NetlinkMalformed(`link ${i32(body, 4)} without a name`)
  const flags = u32(body, 8)
  const info = found.get(linkAttribute.linkInfo)
  const kind = info && attributes(info).get(linkInfo.kind)
  return {
    index: i32(body, 4),
    name: text(name),
    alias: alias && text(alias),
    mtu: mtu ? u32(mtu) : 0,
    up: (flags & linkFlag.up) !== 0,
    carrier: (flags & linkFlag.lowerUp) !== 0,
    kind: kind && text(kind),
    loopback: (flags & linkFlag.loopback) !== 0,
  }
}

/** Reads the settings of IPv6 that come with each link: the same as below /proc/sys/net/ipv6/conf. A link without IPv6 has none. */
export function decodeLinkSettings(body: Uint8Array): readonly ObservedSetting[] {
  const found = attributes(body, linkHeader)
  const [name, specific] = [found.get(linkAttribute.name), found.get(linkAttribute.familySpecific)]
  const ofInet6 = specific && attributes(specific).get(inet6.family)
  const settings = ofInet6 && attributes(ofInet6).get(inet6.settings)
  if (!name || !settings) return []
  return Object.entries(settingPlaces).map(([setting, place]) => ({
    interface: text(name),
    name: setting as ObservedSetting['name'],
    value: i32(settings, 4 * place),
  }))
}

/** RT_SCOPE_… (linux/rtnetlink.h), in ip-address(8)'s words; others are a number. */
const scopes: Readonly<Record<number, string>> = { 0: 'global', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' }

/** As the kernel tells of something: by its link's index, which the links themselves give a name. */
export type Unnamed<Entry extends { readonly interface?: string | undefined }> = Omit<Entry, 'interface'> & {
  readonly index: Entry extends { readonly interface: string } ? number : number | undefined
}

/**
 * Undefined for other families. Where a link is from one end to another, IFA_ADDRESS is the other end's and IFA_LOCAL our own.
 */
export function decodeAddress(body: Uint8Array): Unnamed<ObservedAddress> | undefined {
  const family = familyOfNumber(u8(body, 0))
  if (family === undefined) return undefined
  const index = u32(body, 4)
  const found = attributes(body, addressHeader)
  const own = found.get(addressAttribute.local) ?? found.get(addressAttribute.address)
  if (!own) throw new NetlinkMalformed(`an address of link ${index} without its bytes`)
  const scope = u8(body, 3)
  return {
    index,
    family,
    address: addressText(own),
    prefixLength: u8(body, 1),
    scope: scopes[scope] ?? String(scope),
  }
}
