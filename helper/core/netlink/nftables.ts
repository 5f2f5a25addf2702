/** Our tables of nftables: their chains and the comments of their rules (linux/netfilter/nf_tables.h). No expression of a rule is read or written. */
import { attribute, attributes } from './attributes.ts'
import { joined, networkU16, text, u8, zeroEnded } from './bytes.ts'
import { dump, one, type Question, tell } from './question.ts'

/** NFNL_SUBSYS_NFTABLES, the upper byte of each of its message types; NFT_MSG_… is the lower one. */
const subsystem = 10 << 8
const NFT_MSG_GETTABLE = 1
const NFT_MSG_DELTABLE = 2
const NFT_MSG_GETCHAIN = 4
const NFT_MSG_GETRULE = 7

/** struct nfgenmsg: family, version, and in answers the lower half of the ruleset's generation. */
const header = { generation: 2, length: 4 } as const
/** NFPROTO_INET */
const inet = 1

/** NFTA_TABLE_…, NFTA_CHAIN_…, NFTA_RULE_… */
const ofTable = { name: 1 } as const
const ofChain = { table: 1, name: 3 } as const
const ofRule = { table: 1, chain: 2, userData: 7 } as const
/** NFTNL_UDATA_RULE_COMMENT (libnftnl, udata.h): what `comment "…"` of nft(8) becomes, with a NUL at its end. */
const comment = 0

const inetHeader = Uint8Array.of(inet, 0, 0, 0)

export const askTable = (name: string): Question =>
  one(12, subsystem | NFT_MSG_GETTABLE, joined(inetHeader, attribute(ofTable.name, zeroEnded(name))))
/** Of all `inet` tables: the kernel's dump of chains knows no table. */
export const askChains: Question = dump(12, subsystem | NFT_MSG_GETCHAIN, inetHeader)
export const askRules = (table: string): Question =>
  dump(12, subsystem | NFT_MSG_GETRULE, joined(inetHeader, attribute(ofRule.table, zeroEnded(table))))

export const deleteTable = (name: string): Question =>
  tell(12, subsystem | NFT_MSG_DELTABLE, 'there', joined(inetHeader, attribute(ofTable.name, zeroEnded(name))))

/** The same in all answers of one ruleset: another one says that somebody has changed it between two. */
export const generationOf = (body: Uint8Array): number => networkU16(body, header.generation)

const named = (content: Uint8Array | undefined) => (content ? text(content) : '')

/** Undefined where the chain is another table's. */
export function decodeChain(body: Uint8Array, table: string): string | undefined {
  const found = attributes(body, header.length)
  return named(found.get(ofChain.table)) === table ? named(found.get(ofChain.name)) : undefined
}

/**
 * User data is a row of a type, a length and a content, the first two of one byte (libnftnl, udata.c). The kernel takes any
 * bytes there: what is no such row has no comment.
 */
function commentIn(userData: Uint8Array): string {
  let at = 0
  while (at + 2 <= userData.length) {
    const [type, length] = [u8(userData, at), u8(userData, at + 1)]
    const content = userData.subarray(at + 2, at + 2 + length)
    if (type === comment) return text(content)
    at += 2 + length
  }
  return ''
}

export interface ObservedRuleOfChain {
  readonly chain: string
  /** '' where it has none. */
  readonly comment: string
}

/** Undefined where the rule is another table's. */
export function decodeRuleOfChain(body: Uint8Array, table: string): ObservedRuleOfChain | undefined {
  const found = attributes(body, header.length)
  if (named(found.get(ofRule.table)) !== table) return undefined
  const userData = found.get(ofRule.userData)
  return { chain: named(found.get(ofRule.chain)), comment: userData ? commentIn(userData) : '' }
}
