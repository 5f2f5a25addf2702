import type { Finding } from '../../../contract/problem.ts'
import { finding } from '../../outcome.ts'
import { readTincEvent } from './read-log.ts'

export interface TincFailureContext {
  readonly gateway: string
  readonly port: number
  /** The gateway's name among the nodes, and ours. */
  readonly gatewayNode: string
  readonly ownNode: string
}

const evidenceLines = 8

/** Finds why no connection with the gateway came up, by what tincd said meanwhile. The strongest sign wins. */
export function diagnoseTinc(lines: readonly string[], context: TincFailureContext): Finding {
  const { gateway, port, gatewayNode, ownNode } = context
  const evidence = lines.slice(-evidenceLines)
  const seen = new Set(lines.flatMap((line) => readTincEvent(line)?.kind ?? []))
  if (seen.has('wrong-key')) return finding('tinc-wrong-key', { node: gatewayNode }, evidence)
  if (seen.has('refused')) return finding('tinc-port-closed', { gateway, port }, evidence)
  // The gateway answered, took our name, and hung up: it does not know this node, or knows it by another key.
  if (seen.has('hung-up')) return finding('tinc-rejected', { node: ownNode }, evidence)
  return finding('tinc-silent', { gateway, port }, evidence)
}
