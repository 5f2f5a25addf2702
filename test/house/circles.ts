/** This module finds files that reach themselves through what they import: such files can only be read, moved and tested all at once. */

/** This map has the imports of each file by its path; a path that is no key has none. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Returns one shortest circle through each file that is on one, as the path from that file back to itself. */
export function circlesOf(graph: ImportGraph): readonly (readonly string[])[] {
  const circles = new Map<string, readonly string[]>()
  for (const file of graph.keys()) {
    const circle = wayBack(graph, file)
    // A circle of three files is found from each of the three: it is told once.
    const files = [...new Set(circle)].sort().join()
    if (circle && !circles.has(files)) circles.set(files, circle)
  }
  return [...circles.values()]
}

/** Searches breadth first, so that the path is a shortest one. */
function wayBack(graph: ImportGraph, start: string): readonly string[] | undefined {
  const seen = new Set<string>()
  let paths: readonly (readonly string[])[] = [[start]]
  while (paths.length > 0) {
    const longer: (readonly string[])[] = []
    for (const path of paths) {
      for (const next of graph.get(path.at(-1) ?? '') ?? []) {
        if (next === start) return [...path, start]
        if (seen.has(next)) continue
        seen.add(next)
        longer.push([...path, next])
      }
    }
    paths = longer
  }
  return undefined
}
