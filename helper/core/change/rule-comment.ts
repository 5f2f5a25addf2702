/** Makes the comment that each of our rules of nftables carries: a digest of the rule's own text, by which a look knows the rule again. */

/** FNV-1a of 64 bits (draft-eastlake-fnv, section 5): it tells rules apart, and is no secret. */
const offsetBasis = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/** @param words the rule as `nft` takes it, without its chain */
export function ruleComment(words: readonly string[]): string {
  let hash = offsetBasis
  for (const letter of words.join(' ')) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * prime)
  return hash.toString(16).padStart(16, '0')
}
