/** IPsec's policies and security associations (linux/xfrm.h). Keys are in the kernel's answer, and stay there: no code here looks at them. */
import type { ObservedPolicy, ObservedState } from '../change/observed.ts'
import { AF_INET, addressIn, familyOfNumber } from './address.ts'
import { attributes } from './attributes.ts'
import { NetlinkMalformed, networkU32, u8, u16, u32 } from './bytes.ts'
import { dump } from './question.ts'

/** XFRM_MSG_… */
const XFRM_MSG_GETSA = 0x12
const XFRM_MSG_GETPOLICY = 0x15

/** Where the members that we read lie, and how long the structure is, padded as on 64-bit machines. */
const selector = {
  destination: 0,
  source: 16,
  family: 40,
  destinationLength: 42,
  sourceLength: 43,
  protocol: 44,
  linkIndex: 48,
} as const
const policyInfo = { priority: 152, index: 156, direction: 160, action: 161, length: 168 } as const
/** The selector comes first, as in a policy. */
const stateInfo = { destination: 56, spi: 72, protocol: 76, source: 80, reqid: 208, family: 212, length: 224 } as const
const template = { reqid: 44, length: 64 } as const

/** XFRMA_… */
const attribute = { templates: 5, ifId: 31 } as const
/** XFRMA_ALG_AUTH, _CRYPT, _COMP, _AEAD and _AUTH_TRUNC. The kernel takes no association without one of them. */
const algorithms = [1, 2, 3, 18, 20]

/** XFRM_POLICY_…; above them are those of single sockets, which belong to their programs. */
const directions = ['in', 'out', 'fwd']
/** XFRM_POLICY_BLOCK */
const block = 1

/** In the words that `ip xfrm state delete` takes: it knows no numbers. */
const protocols: Readonly<Record<number, string>> = { 43: 'route2', 50: 'esp', 51: 'ah', 60: 'hao', 108: 'comp' }

export const askPolicies = dump(6, XFRM_MSG_GETPOLICY)
export const askStates = dump(6, XFRM_MSG_GETSA)

const familyAt = (body: Uint8Array, at: number) => {
  // A selector of no family is one of everything; ip-xfrm(8) prints it as IPv4's.
  const number = u16(body, at) || AF_INET
  const family = familyOfNumber(number)
  if (family === undefined) throw new NetlinkMalformed(`xfrm of family ${number}`)
  return family
}

const ifIdOf = (found: ReadonlyMap<number, Uint8Array>) => {
  const content = found.get(attribute.ifId)
  return content && u32(content)
}

/** Undefined for a single socket's. */
export function decodePolicy(body: Uint8Array): ObservedPolicy | undefined {
  const direction = directions[u8(body, policyInfo.direction)]
  if (direction === undefined) return undefined
  const family = familyAt(body, selector.family)
  const found = attributes(body, policyInfo.length)
  const templates = found.get(attribute.templates)
  const protocol = u8(body, selector.protocol)
  const linkIndex = u32(body, selector.linkIndex)
  return {
    source: `${addressIn(body, selector.source, family)}/${u8(body, selector.sourceLength)}`,
    destination: `${addressIn(body, selector.destination, family)}/${u8(body, selector.destinationLength)}`,
    protocol: protocol === 0 ? undefined : String(protocol),
    direction,
    blocks: u8(body, policyInfo.action) === block,
    linkIndex: linkIndex === 0 ? undefined : linkIndex,
    priority: u32(body, policyInfo.priority),
    index: u32(body, policyInfo.index),
    ifId: ifIdOf(found),
    // One that refuses has no template.
    reqid: templates && templates.length >= template.length ? u32(templates, template.reqid) : undefined,
  }
}

/**
 * Also of one that is being negotiated (larval): its SPI is 0, the one that a daemon has reserved, or that of the policy whose packet
 * asked for it. It has no algorithm yet, which tells it from one that carries packets.
 */
export function decodeState(body: Uint8Array): ObservedState {
  const family = familyAt(body, stateInfo.family)
  const protocol = u8(body, stateInfo.protocol)
  const found = attributes(body, stateInfo.length)
  return {
    source: addressIn(body, stateInfo.source, family),
    destination: addressIn(body, stateInfo.destination, family),
    protocol: protocols[protocol] ?? String(protocol),
    spi: `0x${networkU32(body, stateInfo.spi).toString(16).padStart(8, '0')}`,
    ifId: ifIdOf(found),
    reqid: u32(body, stateInfo.reqid),
    ...(algorithms.some((type) => found.has(type)) ? {} : { larval: true }),
  }
}
