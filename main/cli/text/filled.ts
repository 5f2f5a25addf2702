/** Breaks a text into lines of a width, between its words; a longer word has a line of its own. What stands in [ ] stays together. */
export function filled(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.match(/\[[^\]]*\]|\S+/g) ?? []) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
