/** Writes the messages that make and delete IPsec's policies and security associations (linux/xfrm.h), as `ip xfrm` writes them. */
import type { AddPolicy, AddState, DeletePolicy, DeleteState } from '../change/request.ts'
import { familyOf, prefixOf } from '../ip.ts'
import { bytesOfAddress, familyNumber } from './address.ts'
import { attribute, optional } from './attributes.ts'
import { joined, networkU32Bytes, structure, u16Bytes, u32Bytes, zeroEnded } from './bytes.ts'
import { type Question, tell } from './question.ts'
import {
  algorithm,
  directions,
  policyAction,
  policyInfo,
  protocols,
  selector,
  stateInfo,
  template,
  xfrmAttribute,
} from './xfrm.ts'

/** XFRM_MSG_… */
const XFRM_MSG_NEWSA = 0x10
const XFRM_MSG_DELSA = 0x11
const XFRM_MSG_NEWPOLICY = 0x13
const XFRM_MSG_DELPOLICY = 0x14
/** struct xfrm_userpolicy_id: a selector comes first, which counts where the index is 0. */
const policyId = { index: 56, direction: 60, length: 64 } as const
/** struct xfrm_usersa_id */
const stateId = { spi: 16, family: 20, protocol: 22, length: 24 } as const
/** IPPROTO_ESP */
const esp = 50
/** XFRM_MODE_TUNNEL */
const tunnelMode = 1

/** XFRM_INF, four times: the limits of bytes and of packets, soft and hard (struct xfrm_lifetime_cfg). Those of time stay 0, which is none. */
const endless = new Uint8Array(32).fill(0xff)
/** A template takes any algorithm. */
const anyAlgorithm = new Uint8Array(12).fill(0xff)

const u8Bytes = (value: number) => Uint8Array.of(value)
const number = (type: number, value: number | null | undefined) =>
  optional(type, value === undefined || value === null ? undefined : u32Bytes(value))

function templateOf({ from, to }: { readonly from: string; readonly to: string }): Uint8Array {
  return structure(template.length, [
    [template.destination, bytesOfAddress(to)],
    [template.protocol, u8Bytes(esp)],
    [template.family, u16Bytes(familyNumber[familyOf(to)])],
    [template.source, bytesOfAddress(from)],
    [template.mode, u8Bytes(tunnelMode)],
    [template.algorithms, anyAlgorithm],
  ])
}

/** @param link the index of the link that the packets must leave by; 0: any */
export function addPolicy(policy: AddPolicy, link: number): Question {
  const [source, destination] = [prefixOf(policy.source), prefixOf(policy.destination)]
  const head = structure(policyInfo.length, [
    [selector.destination, bytesOfAddress(destination.address)],
    [selector.source, bytesOfAddress(source.address)],
    [selector.family, u16Bytes(familyNumber[source.family])],
    [selector.destinationLength, Uint8Array.of(destination.length, source.length, policy.protocol ?? 0)],
    [selector.linkIndex, u32Bytes(link)],
    [policyInfo.limits, endless],
    [policyInfo.priority, u32Bytes(policy.priority)],
    [policyInfo.direction, Uint8Array.of(directions.indexOf(policy.direction), policyAction[policy.action])],
  ])
  return tell(
    6,
    XFRM_MSG_NEWPOLICY,
    'new',
    joined(
      head,
      optional(xfrmAttribute.templates, policy.template && templateOf(policy.template)),
      number(xfrmAttribute.ifId, policy.ifId),
    ),
  )
}

export const deletePolicy = ({ direction, index, ifId }: DeletePolicy): Question =>
  tell(
    6,
    XFRM_MSG_DELPOLICY,
    'there',
    joined(
      structure(policyId.length, [
        [policyId.index, u32Bytes(index)],
        [policyId.direction, u8Bytes(directions.indexOf(direction))],
      ]),
      number(xfrmAttribute.ifId, ifId),
    ),
  )

/** struct xfrm_algo and its like: a name of 64 bytes, the key's length in bits, that of a truncated tag where there is one, the key. */
const algorithmBytes = (name: string, key: string, tagBits?: number) => {
  const bytes = Uint8Array.from(key.slice('0x'.length).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return joined(
    structure(64, [[0, zeroEnded(name)]]),
    u32Bytes(bytes.length * 8),
    ...(tagBits === undefined ? [] : [u32Bytes(tagBits)]),
    bytes,
  )
}

/** The words of a change's algorithms, in groups of a kind, a name, a key and, for some kinds, the length of a tag in bits. */
function algorithmsOf([kind, name = '', key = '', ...rest]: readonly string[]): Uint8Array[] {
  if (kind === undefined) return []
  if (kind === 'enc') return [attribute(algorithm.enc, algorithmBytes(name, key)), ...algorithmsOf(rest)]
  if (kind !== 'aead' && kind !== 'auth-trunc') throw new Error(`no algorithm of xfrm: ${kind}`)
  const [tagBits, ...further] = rest
  return [attribute(algorithm[kind], algorithmBytes(name, key, Number(tagBits))), ...algorithmsOf(further)]
}

export function addState({ source, destination, spi, algorithms, ifId, outputMark }: AddState): Question {
  const head = structure(stateInfo.length, [
    [stateInfo.destination, bytesOfAddress(destination)],
    [stateInfo.spi, networkU32Bytes(spi)],
    [stateInfo.protocol, u8Bytes(esp)],
    [stateInfo.source, bytesOfAddress(source)],
    [stateInfo.limits, endless],
    [stateInfo.family, u16Bytes(familyNumber[familyOf(source)])],
    [stateInfo.mode, u8Bytes(tunnelMode)],
  ])
  return tell(
    6,
    XFRM_MSG_NEWSA,
    'new',
    joined(
      head,
      ...algorithmsOf(algorithms),
      number(xfrmAttribute.ifId, ifId),
      number(xfrmAttribute.outputMark, outputMark),
    ),
  )
}

const numberOfProtocol = (word: string) =>
  Number(Object.entries(protocols).find(([, known]) => known === word)?.[0] ?? word)

export const deleteState = ({ source, destination, protocol, spi }: DeleteState): Question =>
  tell(
    6,
    XFRM_MSG_DELSA,
    'there',
    joined(
      structure(stateId.length, [
        [0, bytesOfAddress(destination)],
        [stateId.spi, networkU32Bytes(Number(spi))],
        [stateId.family, u16Bytes(familyNumber[familyOf(destination)])],
        [stateId.protocol, u8Bytes(numberOfProtocol(protocol))],
      ]),
      // An address member has room for the longer kind.
      attribute(xfrmAttribute.source, structure(16, [[0, bytesOfAddress(source)]])),
    ),
  )
