/** Writes rows as aligned columns, two spaces apart; empty columns take no room. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, at) => (widths[at] === 0 ? '' : cell.padEnd((widths[at] ?? 0) + 2)))
      .join('')
      .trimEnd(),
  )
}
