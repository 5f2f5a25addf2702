/** This module turns the annotated schema of a profile into the sections and keys of a reference. */
import type { SchemaNode } from './profile-schema.ts'

export interface Key {
  /** The path begins at the section's table, as in TOML: "tls.auth.key". In each of several tables it is "other-remotes[].host". */
  readonly path: string
  readonly values: string
  readonly node: SchemaNode
  readonly required: boolean
  /** Whether the key is a table, which has no value of its own: its keys follow. */
  readonly table: boolean
}

export interface Section {
  /** The header is as in TOML, and null for the keys before the first table. */
  readonly header: string | null
  readonly node: SchemaNode
  readonly keys: readonly Key[]
}

const elementOf = ({ items }: SchemaNode): SchemaNode | undefined => items
const isTable = ({ properties }: SchemaNode) => properties !== undefined
const isTables = (node: SchemaNode) => {
  const element = elementOf(node)
  return element !== undefined && isTable(element)
}

/** Lists the variants of a union of tables. The union may have another one inside: ike has two modes. */
const variantsOf = ({ oneOf }: SchemaNode): readonly SchemaNode[] =>
  oneOf?.flatMap((one) => (one.oneOf ? variantsOf(one) : [one])) ?? []

const list = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** Says the range of a count or a number: "1 to 64", "up to 16". */
function range(least: number | undefined, most: number | undefined): string | undefined {
  if (most === undefined) return least ? `at least ${least}` : undefined
  if (least === most) return String(least)
  return least === undefined ? `up to ${most}` : `${least} to ${most}`
}

/** Says in words which values a key takes. */
export function valuesOf(node: SchemaNode): string {
  const { type, title, items, anyOf } = node
  if (anyOf) return list(anyOf.map(valuesOf))
  if (node.const !== undefined) return JSON.stringify(node.const)
  if (node.enum) return list(node.enum.map((value) => JSON.stringify(value)))
  if (type === 'boolean') return 'true or false'
  if (type === 'integer') return [title ?? 'number', range(node.minimum, node.maximum)].filter(Boolean).join(', ')
  if (items) {
    const count = range(node.minItems || undefined, node.maxItems)
    return isTable(items) ? `tables, ${count}` : `list, ${count}, of: ${valuesOf(items)}`
  }
  return isTable(node) ? 'table' : (title ?? 'text')
}

/** Lists the keys of a table. The keys of a table inside it follow that table. */
function keysOf({ properties = {}, required = [] }: SchemaNode, prefix = ''): readonly Key[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = `${prefix}${name}`
    const table = isTable(node) || isTables(node)
    const key = { path, values: valuesOf(node), node, required: required.includes(name), table }
    if (isTable(node)) return [key, ...keysOf(node, `${path}.`)]
    return isTables(node) ? [key, ...keysOf(elementOf(node) ?? {}, `${path}[].`)] : [key]
  })
}

/** Makes one table of the variants of one kind: it has the keys of the first variant, each with the constants of all. */
function merged(variants: readonly SchemaNode[]): SchemaNode {
  const [first = {}] = variants
  const properties = Object.entries(first.properties ?? {}).map(([name, node]) => {
    const constants = new Set(variants.flatMap((one) => one.properties?.[name]?.const ?? []))
    const { const: _, ...rest } = node
    return [name, constants.size > 1 ? { ...rest, enum: [...constants] } : node] as const
  })
  return { ...first, properties: Object.fromEntries(properties) }
}

const kindOf = ({ properties }: SchemaNode) => String(properties?.kind?.const)

function layerSections(node: SchemaNode): readonly Section[] {
  const variants = variantsOf(elementOf(node) ?? {})
  return [...new Set(variants.map(kindOf))].map((kind) => {
    const own = variants.filter((one) => kindOf(one) === kind)
    const table = merged(own)
    const description = own.map((one) => one.description).join(' ')
    return { header: `[[layer]] kind = "${kind}"`, node: { ...table, description }, keys: keysOf(table) }
  })
}

/** Lists the sections of the reference: the keys before the first table, then each table in the order of the contract. */
export function sectionsOf(schema: SchemaNode): readonly Section[] {
  const { properties = {}, required = [] } = schema
  const top: Key[] = []
  const sections: Section[] = []
  for (const [name, node] of Object.entries(properties)) {
    const element = elementOf(node)
    if (element?.oneOf) sections.push(...layerSections(node))
    else if (element && isTable(element)) sections.push({ header: `[[${name}]]`, node, keys: keysOf(element) })
    else if (isTable(node)) sections.push({ header: `[${name}]`, node, keys: keysOf(node) })
    else if (node.additionalProperties)
      sections.push({ header: `[${name}.NAME]`, node, keys: keysOf(node.additionalProperties) })
    else top.push({ path: name, values: valuesOf(node), node, required: required.includes(name), table: false })
  }
  return [{ header: null, node: { description: schema.description ?? '' }, keys: top }, ...sections]
}
