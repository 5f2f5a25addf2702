/** Lists the nodes that tincd reaches: SIGUSR2 makes it write them to its log, between two lines that frame the list (tincd(8)). */
import { readTincNode, type TincNode } from '../core/layer/tinc/read-log.ts'

export interface NodeList {
  hear(line: string): void
  /** The nodes of the last complete list, without our own. */
  readonly nodes: readonly TincNode[]
  /** Resolves when the list that comes next is complete. */
  readonly next: Promise<void>
}

export function createNodeList(ownNode: string): NodeList {
  let nodes: readonly TincNode[] = []
  let listed: TincNode[] = []
  let complete = () => {}
  const awaited = () =>
    new Promise<void>((resolve) => {
      complete = resolve
    })
  let next = awaited()
  return {
    hear(line) {
      if (line.startsWith('Nodes:')) listed = []
      const node = readTincNode(line)
      if (node) listed.push(node)
      if (!line.startsWith('End of nodes')) return
      nodes = listed.filter(({ name }) => name !== ownNode)
      complete()
      next = awaited()
    },
    get nodes() {
      return nodes
    },
    get next() {
      return next
    },
  }
}
