/** This module makes roam6-profile(5) from the metadata of the contract: every key stands there with its meaning, values and an example. */
import { type Key, type Section, sectionsOf } from './keys.ts'
import { annotatedSchema, type SchemaNode } from './profile-schema.ts'
import { bold, entry, italic, page, paragraph, plain, prose, section, subsection, verbatim } from './roff.ts'
import { tomlValue } from './toml-value.ts'
import { ways } from './ways.ts'

/** Shows a key with its example. In each of several tables a key stands by its own name. */
const exampleLine = ({ path, node }: Key) => `${path.split('[].').at(-1)} = ${tomlValue(node.examples?.[0])}`

function exampleOf(key: Key): readonly string[] {
  if (key.table) return []
  const line = exampleLine(key)
  return line.includes('\n') || line.length > 60 ? verbatim(line) : ['.br', `Example: ${bold(line)}`]
}

/** Says what holds where the key is absent. */
function absenceOf({ node, table }: Key): readonly string[] {
  if (node.otherwise !== undefined) return ['.br', ...prose(`Without it: ${node.otherwise}.`)]
  return node.default === undefined || table ? [] : ['.br', `Default: ${bold(tomlValue(node.default))}`]
}

/** Says what the window's forms call a key. */
const nameLine = ({ label }: SchemaNode) => (label === undefined ? [] : ['.br', ...prose(`In the window: ${label}.`)])

function keyEntry(key: Key): readonly string[] {
  const { path, values, required, node } = key
  return entry(`${bold(path)} ${plain(`(${values}${required ? '; required' : ''})`)}`, [
    ...prose(node.description ?? ''),
    ...nameLine(node),
    ...absenceOf(key),
    ...(node.ways === undefined ? [] : ['.br', ...prose(`For: ${node.ways}.`)]),
    ...exampleOf(key),
  ])
}

/** Names the examples that have a layer of the section's kind. */
function shownIn(header: string | null): readonly string[] {
  const [, kind] = /kind = "(\w+)"/.exec(header ?? '') ?? []
  const examples = ways.filter(({ kinds }) => kind !== undefined && kinds.includes(kind)).map(({ example }) => example)
  return examples.length === 0 ? [] : paragraph(`Examples: ${examples.join(', ')}.`)
}

const sectionLines = ({ header, node, keys }: Section): readonly string[] =>
  subsection(header ?? 'Before the first table', [
    ...(node.description ? prose(node.description) : []),
    ...nameLine(node),
    ...(node.ways === undefined ? [] : paragraph(`For: ${node.ways}.`)),
    ...shownIn(header),
    ...keys.flatMap(keyEntry),
  ])

const wayEntry = ({ example, layers, says }: (typeof ways)[number]) =>
  entry(bold(layers), [...prose(says), '.br', `Example: ${italic(example)}`])

/** @param example a whole profile, as it stands in its file */
export function profilePage(version: string, example: string): string {
  return page({ name: 'roam6-profile', chapter: 5, manual: 'File Formats', version }, [
    section('Name', [plain('roam6-profile - what a profile of Roam6 may say')]),
    section('Synopsis', [bold('roam6 import FILE.toml')]),
    section('Description', [
      ...prose(
        'A profile says everything that is needed to reach one home: what home is, where the gateway is, and the layers of the tunnel between, outer to inner. It is a file of TOML in UTF-8.',
      ),
      ...paragraph(
        'A file becomes a profile by being imported. The helper checks it whole first, and refuses it with the place of what is wrong: a key that is not known, a network that is not on a prefix boundary, a certificate that no table has. Certificates and keys stand in the file itself, as PEM: no key names another file.',
      ),
      ...paragraph(
        'One layer encrypts: ike, esp, openvpn or tinc. It is called the carrier. At most one other layer only carries: gre or ip6ip6. It is called the overlay. The layers stand outer to inner: the first one is on the outside of each packet.',
      ),
      ...paragraph(
        'An address is written in any form that IPv4 or IPv6 has, a network as address/length on its boundary. A table inside a layer, such as identity, stands in one line as identity = { id = "..." }, or as [layer.identity] after the layer’s own keys; each of a list of tables, such as tinc’s hosts, as [[layer.hosts]] there. A key belongs to the last header above it.',
      ),
    ]),
    section('Ways home', ways.flatMap(wayEntry)),
    section('Keys', [
      ...prose('Where a key does not say for which layers it is, every way may have it.'),
      ...sectionsOf(annotatedSchema()).flatMap(sectionLines),
    ]),
    section('Example', [...prose('The laptop roams by IKEv2, with GRE inside:'), ...verbatim(example)]),
    section('Files', [
      ...entry(italic('/usr/share/roam6/examples'), [...prose('A complete profile for each way, with comments.')]),
      ...entry(italic('/usr/share/roam6/profile.schema.json'), [
        ...prose(
          'A JSON Schema for editors. An editor with a language server for TOML, such as Even Better TOML, takes it from the first line of a profile:',
        ),
        ...verbatim('#:schema /usr/share/roam6/profile.schema.json'),
      ]),
      ...entry(italic('/var/lib/roam6/profiles'), [
        ...prose('The profiles that are installed, readable by root alone. Change them by roam6 import --replace.'),
      ]),
    ]),
    section('See also', [`${bold('roam6')}(1), ${bold('roam6-helper')}(8)`]),
  ])
}
