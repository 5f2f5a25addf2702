/** Writes Debian's changelog (deb-changelog(5)) from the newest part of CHANGELOG.md, with the commit's date. */
import { type Release, versionOf } from './release.ts'

const width = 76

/** @param markdown of CHANGELOG.md. @throws where it has no part with items */
export function changelog(markdown: string, release: Release): string {
  const items = newestItems(markdown)
  if (items.length === 0) throw new Error('CHANGELOG.md has no items')
  const date = new Date(release.epoch * 1000).toUTCString().replace('GMT', '+0000')
  const body = items.map((item) => wrapped(item)).join('\n')
  return `roam6 (${versionOf(release)}) unstable; urgency=medium\n\n${body}\n\n -- ${release.publisher.maintainer}  ${date}\n`
}

/** The items of the first part that has a heading. */
function newestItems(markdown: string): readonly string[] {
  const part = markdown.split(/^## .*$/m)[1] ?? ''
  return part
    .split(/^- /m)
    .slice(1)
    .map((item) => item.replaceAll(/\s+/g, ' ').trim())
}

function wrapped(item: string): string {
  const lines: string[] = []
  let line = '  *'
  for (const word of item.split(' ')) {
    if (line.length + 1 + word.length > width) {
      lines.push(line)
      line = '   '
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\n')
}
