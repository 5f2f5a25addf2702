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
export const selector = {
  destination: 0,
  source: 16,
  family: 40,
  destinationLength: 42,
  sourceLength: 43,
  protocol: 44,
  linkIndex: 48,
  length: 56,
} as const
export const policyInfo = { limits: 56, priority: 152, index: 156, direction: 160, action: 161, length: 168 } as const
/** The selector comes first, as in a policy. */
export const stateInfo = {
  destination: 56,
  spi: 72,
  protocol: 76,
  source: 80,
  limits: 96,
  reqid: 208,
  family: 212,
  mode: 214,
  length: 224,
} as const
export const template = {
  destination: 0,
  protocol: 20,
  family: 24,
  source: 28,
  reqid: 44,
  mode: 48,
  algorithms: 52,
  length: 64,
} as const

/** XFRMA_… */
export const xfrmAttribute = { templates: 5, source: 13, outputMark: 29, ifId: 31 } as const
/** XFRMA_ALG_…. The kernel takes no association without one of them. */
export const algorithm = { auth: 1, enc: 2, comp: 3, aead: 18, 'auth-trunc': 20 } as const

/** XFRM_POLICY_…; above them are those of single sockets, which belong to their programs. */
export const directions = ['in', 'out', 'fwd']
/** XFRM_POLICY_ALLOW, XFRM_POLICY_BLOCK */
export const policyAction = { allow: 0, block: 1 } as const

/** In the words that `ip xfrm state delete` takes: it knows no numbers. */
export const protocols: Readonly<Record<number, string>> = { 43: 'route2', 50: 'esp', 51: 'ah', 60: 'hao', 108: 'comp' }

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
  const content = found.get(xfrmAttribute.ifId)
  return content && u32(content)
}

/** Undefined for a single socket's. */
export function decodePolicy(body: Uint8Array): ObservedPolicy | undefined {
  const direction = directions[u8(body, policyInfo.direction)]
  if (direction === undefined) return undefined
  const family = familyAt(body, selector.family)
  const found = attributes(body, policyInfo.length)
  const templates = found.get(xfrmAttribute.templates)
  const protocol = u8(body, selector.protocol)
  const linkIndex = u32(body, selector.linkIndex)
  return {
    source: `${addressIn(body, selector.source, family)}/${u8(body, selector.sourceLength)}`,
    destination: `${addressIn(body, selector.destination, family)}/${u8(body, selector.destinationLength)}`,
    protocol: protocol === 0 ? undefined : String(protocol),
    direction,
    blocks: u8(body, policyInfo.action) === policyAction.block,
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
    ...(Object.values(algorithm).some((type) => found.has(type)) ? {} : { larval: true }),
  }
}
