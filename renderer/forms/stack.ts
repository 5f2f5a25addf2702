/** Changes the order of a list; the list itself is never changed. */

export const without = <Item>(list: readonly Item[], at: number): Item[] => list.filter((_, index) => index !== at)

/** @param by -1 one place towards the front, 1 towards the end; at its end it stays where it is */
export function moved<Item>(list: readonly Item[], at: number, by: -1 | 1): Item[] {
  const to = at + by
  const [item, other] = [list[at], list[to]]
  if (item === undefined || other === undefined) return [...list]
  return list.map((one, index) => (index === at ? other : index === to ? item : one))
}
