/** Writes Debian's copyright file: who wrote what is shipped, and the licences' texts (https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/). */
import type { Component } from './components.ts'
import { programFolder } from './content.ts'

/** A paragraph's continuation lines begin with a space; an empty one is a dot. */
const indented = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`))
    .join('\n')

const stanza = (files: string, author: string, license: string, text: string) =>
  `Files: ${files}\nCopyright: ${author}\nLicense: ${license}\n${indented(text)}\n`

/** The lines that name the holders, or the author where a licence names none. */
function holders({ text, author }: Component): string {
  const lines = text.split('\n').filter((line) => /^\s*(\/\/ )?Copyright\b.*(\d{4}|\(c\))/i.test(line))
  const found = [...new Set(lines.map((line) => line.trim()))].slice(0, 20)
  return found.length > 0 ? found.join('\n           ') : author
}

interface Shipped {
  readonly homepage: string
  readonly own: string
  readonly electron: Component
  readonly modules: readonly Component[]
}

/** Node's licence has those of all that is built into it, Chromium's page likewise: they lie beside this file, whole. */
export function copyright({ homepage, own, electron, modules }: Shipped): string {
  const folder = programFolder.slice(1)
  const node = modules.find(({ name }) => name.startsWith('node-linux-'))
  if (!node) throw new Error('no Node among what is shipped')
  const bundled = modules.filter((component) => component !== node)
  return [
    `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Roam6\nSource: ${homepage}\n`,
    stanza('*', 'the authors of Roam6', 'MIT', own),
    stanza(
      `${folder}/app/*`,
      holders(electron),
      'Electron',
      `${electron.text}\nChromium and what is built into it: LICENSES.chromium.html.gz in this folder.`,
    ),
    stanza(
      `${folder}/node`,
      'the contributors to Node.js',
      'Node',
      'Node.js and what is built into it: LICENSE.node.gz in this folder.',
    ),
    ...bundled.map((component) =>
      stanza(
        filesOf(component, folder),
        holders(component),
        `${component.license.replaceAll(/[()]/g, '').replaceAll(' OR ', ' or ')}`,
        component.text,
      ),
    ),
  ].join('\n')
}

/** koffi is a folder of its own; the others are part of the programs that were bundled from them. */
function filesOf({ name }: Component, folder: string): string {
  return name.includes('koffi')
    ? `${folder}/node_modules/${name}/*`
    : `${folder}/*.mjs\n       ${folder}/app/resources/app.asar`
}
