/** Writes the messages that make, set and delete links, and put addresses on them (rtnetlink(7)). */
import type { AddAddress, AddLink, DeleteAddress, DeleteLink, SetLink, TunnelType } from '../change/request.ts'
import { familyOf } from '../ip.ts'
import { bytesOfAddress, familyNumber } from './address.ts'
import { attribute, optional } from './attributes.ts'
import { joined, networkU16Bytes, networkU32Bytes, structure, u32Bytes, utf8, zeroEnded } from './bytes.ts'
import { addressAttribute, addressHeader, linkAttribute, linkFlag, linkHeader, linkInfo } from './links.ts'
import { type Question, tell } from './question.ts'

/** linux/rtnetlink.h */
const RTM_NEWLINK = 16
const RTM_DELLINK = 17
const RTM_NEWADDR = 20
const RTM_DELADDR = 21

/** struct ifinfomsg (linux/rtnetlink.h): `change` says which of the flags are meant. */
const header = (index: number, up = false) =>
  structure(linkHeader, [
    [4, u32Bytes(index)],
    ...(up ? ([8, 12] as const).map((at) => [at, u32Bytes(linkFlag.up)] as const) : []),
  ])

/** IFLA_XFRM_… (linux/if_link.h) */
const xfrm = { link: 1, ifId: 2 } as const
/** IFLA_GRE_… (linux/if_tunnel.h) */
const gre = {
  link: 1,
  flagsIn: 2,
  flagsOut: 3,
  keyIn: 4,
  keyOut: 5,
  local: 6,
  remote: 7,
  hopLimit: 8,
  pathMtuDiscovery: 10,
  encapsulationLimit: 11,
  flowInfo: 12,
  flags: 13,
  fwmark: 20,
} as const
/** GRE_CSUM, GRE_KEY, GRE_SEQ (linux/if_tunnel.h), in network byte order. */
const greFlag = { checksum: 0x8000, key: 0x2000, sequence: 0x1000 } as const
/** IFLA_IPTUN_… (linux/if_tunnel.h) */
const tunnel = {
  link: 1,
  local: 2,
  remote: 3,
  hopLimit: 4,
  encapsulationLimit: 6,
  flowInfo: 7,
  flags: 8,
  protocol: 9,
  fwmark: 20,
} as const
/** IP6_TNL_F_IGN_ENCAP_LIMIT (linux/ip6_tunnel.h) leaves RFC 2473's option out, which Linux adds by default: 8 bytes. */
const withoutLimit = 1
/** IANA's number of IPv6. */
const ipv6 = 41
/** The TTL of GRE's outer packets, which is fixed, so that DF can be set (ip-link(8), `pmtudisc`). */
const greHopLimit = 255

const u8Bytes = (value: number) => Uint8Array.of(value)
/** The index of the device, which is 0 where there is none. */
const number = (type: number, value: number) => attribute(type, u32Bytes(value))
const unlessNull = (type: number, value: number | null) => optional(type, value === null ? undefined : u32Bytes(value))

/** @param device the index of the link that outer packets leave by; 0 for none */
function typeData(type: TunnelType, device: number): Uint8Array {
  switch (type.kind) {
    case 'xfrm':
      return joined(number(xfrm.link, 0), number(xfrm.ifId, type.ifId))
    case 'gre':
    case 'ip6gre': {
      const flags =
        (type.checksum ? greFlag.checksum : 0) |
        (type.key === undefined ? 0 : greFlag.key) |
        (type.sequence ? greFlag.sequence : 0)
      const key = networkU32Bytes(type.key ?? 0)
      return joined(
        attribute(gre.keyIn, key),
        attribute(gre.keyOut, key),
        attribute(gre.flagsIn, networkU16Bytes(flags)),
        attribute(gre.flagsOut, networkU16Bytes(flags)),
        attribute(gre.local, bytesOfAddress(type.local)),
        attribute(gre.remote, bytesOfAddress(type.remote)),
        attribute(gre.hopLimit, u8Bytes(greHopLimit)),
        number(gre.link, device),
        unlessNull(gre.fwmark, type.fwmark),
        ...(type.kind === 'gre'
          ? [attribute(gre.pathMtuDiscovery, u8Bytes(type.pathMtuDiscovery ? 1 : 0))]
          : [
              attribute(gre.encapsulationLimit, u8Bytes(0)),
              attribute(gre.flowInfo, networkU32Bytes(0)),
              number(gre.flags, withoutLimit),
            ]),
      )
    }
    case 'ip6tnl':
      return joined(
        attribute(tunnel.local, bytesOfAddress(type.local)),
        attribute(tunnel.remote, bytesOfAddress(type.remote)),
        attribute(tunnel.hopLimit, u8Bytes(type.hopLimit)),
        attribute(tunnel.encapsulationLimit, u8Bytes(type.encapsulationLimit ?? 0)),
        attribute(tunnel.flowInfo, networkU32Bytes(0)),
        number(tunnel.flags, type.encapsulationLimit === null ? withoutLimit : 0),
        attribute(tunnel.protocol, u8Bytes(ipv6)),
        number(tunnel.link, device),
        unlessNull(tunnel.fwmark, type.fwmark),
      )
  }
}

const typed = (type: TunnelType, device: number) =>
  attribute(
    linkAttribute.linkInfo,
    joined(attribute(linkInfo.kind, zeroEnded(type.kind)), attribute(linkInfo.data, typeData(type, device))),
  )

export const addLink = ({ name, mtu, type }: AddLink, device: number): Question =>
  tell(
    0,
    RTM_NEWLINK,
    'new',
    joined(
      header(0),
      attribute(linkAttribute.name, zeroEnded(name)),
      number(linkAttribute.mtu, mtu),
      typed(type, device),
    ),
  )

/** The kernel finds the link by its name where the index is 0. */
export const setLink = ({ name, mtu, alias, type }: SetLink, device: number): Question =>
  tell(
    0,
    RTM_NEWLINK,
    'there',
    joined(
      header(0, true),
      attribute(linkAttribute.name, zeroEnded(name)),
      optional(linkAttribute.mtu, mtu === undefined ? undefined : u32Bytes(mtu)),
      optional(linkAttribute.alias, alias === undefined ? undefined : utf8(alias)),
      ...(type ? [typed(type, device)] : []),
    ),
  )

export const deleteLink = ({ index }: DeleteLink): Question => tell(0, RTM_DELLINK, 'there', header(index))

/** IFA_F_NODAD, IFA_F_NOPREFIXROUTE (linux/if_addr.h). Duplicate address detection is IPv6's alone. */
const addressFlag = { noDad: 0x02, noPrefixRoute: 0x200 } as const

/** struct ifaddrmsg (linux/if_addr.h). */
const addressBody = ({ address, prefixLength }: AddAddress | DeleteAddress, link: number) => {
  const bytes = bytesOfAddress(address)
  return joined(
    structure(addressHeader, [
      [0, Uint8Array.of(familyNumber[familyOf(address)], prefixLength)],
      [4, u32Bytes(link)],
    ]),
    attribute(addressAttribute.local, bytes),
    attribute(addressAttribute.address, bytes),
  )
}

export const addAddress = (request: AddAddress, link: number): Question => {
  const flags = addressFlag.noPrefixRoute | (familyOf(request.address) === 6 ? addressFlag.noDad : 0)
  return tell(0, RTM_NEWADDR, 'new', joined(addressBody(request, link), number(addressAttribute.flags, flags)))
}

export const deleteAddress = (request: DeleteAddress): Question =>
  tell(0, RTM_DELADDR, 'there', addressBody(request, request.index))
