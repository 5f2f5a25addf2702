/**
 * This module makes the JSON Schema of a profile's file from the contract's valibot schemas and their metadata. It is draft 7, the draft that
 * Taplo (the TOML language server behind Even Better TOML) validates by.
 */
import { toJsonSchema } from '@valibot/to-json-schema'
import { Profile, ProfileVersion } from '../../helper/contract/profile.ts'
import { table } from '../../helper/contract/table.ts'

/** Describes a node of the JSON Schema of a profile, with the metadata of the contract (helper/contract/profile.ts). */
export interface SchemaNode {
  readonly type?: string
  readonly title?: string
  readonly label?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly otherwise?: string
  readonly ways?: string
  readonly const?: string | number
  readonly enum?: readonly (string | number)[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: SchemaNode
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: SchemaNode | false
  readonly oneOf?: readonly SchemaNode[]
  readonly anyOf?: readonly SchemaNode[]
}

/** Checks a profile's file, which has the version of the format besides the profile. */
export const ProfileFile = table({ version: ProfileVersion, ...Profile.entries })

/** ECMA 262 knows the slash with and without its backslash, and the language server's engine need not. */
const portable = ({ source }: RegExp) => source.replaceAll('\\/', '/')

/** Returns the schema of what a person writes, with the metadata under the contract's own names. */
export const annotatedSchema = (): SchemaNode =>
  toJsonSchema(ProfileFile, {
    target: 'draft-07',
    typeMode: 'input',
    // A function of ours has no word in JSON Schema: the helper checks all of them.
    ignoreActions: ['check'],
    // JSON Schema has one pattern for a value. Of several the last is told, and the helper checks all of them.
    overrideAction: ({ valibotAction: action, jsonSchema }) =>
      action.type === 'regex' && 'requirement' in action
        ? { ...jsonSchema, pattern: portable(action.requirement as RegExp) }
        : undefined,
  }) as SchemaNode

const isNode = (value: unknown): value is SchemaNode =>
  typeof value === 'object' && value !== null && 'description' in value && typeof value.description === 'string'

/** Makes the words that an editor does not know, `otherwise` and `ways`, part of the description. */
function forEditors(node: SchemaNode): SchemaNode {
  const { description, label: _, otherwise, ways, ...rest } = node
  const said = [
    description,
    ...(otherwise === undefined ? [] : [`Without it: ${otherwise}.`]),
    ...(ways === undefined ? [] : [`For: ${ways}.`]),
  ]
  return { ...rest, description: said.join('\n\n') }
}

/** Returns the schema for editors. */
export const editorSchema = (): object => ({
  ...JSON.parse(JSON.stringify(annotatedSchema()), (_, value: unknown) => (isNode(value) ? forEditors(value) : value)),
  title: 'A profile of Roam6',
  description: 'Everything needed to reach one home. See roam6-profile(5).',
})
