/**
 * This module makes the JSON Schema of a profile's file from the contract's zod schemas and their metadata. It is draft 7, the draft that
 * Taplo (the TOML language server behind Even Better TOML) validates by.
 */
import * as z from 'zod'
import { Profile, ProfileVersion } from '../../helper/contract/profile.ts'

/** Describes a node of the JSON Schema as zod writes it for a profile, with the metadata of the contract (helper/contract/profile.ts). */
export interface SchemaNode {
  readonly type?: string
  readonly title?: string
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
export const ProfileFile = z.strictObject({ version: ProfileVersion, ...Profile.shape })

/** Returns the schema of what a person writes, with the metadata under the contract's own names. */
export const annotatedSchema = (): SchemaNode =>
  z.toJSONSchema(ProfileFile, { target: 'draft-7', io: 'input' }) as SchemaNode

/** Returns the schema for editors. An editor knows no `otherwise` and no `ways`: both become part of the description. */
export function editorSchema(): object {
  const schema = z.toJSONSchema(ProfileFile, {
    target: 'draft-7',
    io: 'input',
    override({ jsonSchema }) {
      const { description, otherwise, ways } = jsonSchema as SchemaNode
      const said = [
        description,
        ...(otherwise === undefined ? [] : [`Without it: ${otherwise}.`]),
        ...(ways === undefined ? [] : [`For: ${ways}.`]),
      ].filter((text) => text !== undefined)
      if (said.length > 0) jsonSchema.description = said.join('\n\n')
      // Of several patterns an editor gets the last: Taplo shows no description beside allOf, and the helper checks all of them.
      const pattern = jsonSchema.allOf?.findLast((part) => part.pattern !== undefined)?.pattern
      if (pattern !== undefined) jsonSchema.pattern = pattern
      delete jsonSchema.allOf
      // ECMA 262 knows the slash with and without its backslash, and the language server's engine need not.
      if (jsonSchema.pattern !== undefined) jsonSchema.pattern = jsonSchema.pattern.replaceAll('\\/', '/')
      delete jsonSchema.otherwise
      delete jsonSchema.ways
    },
  })
  return {
    ...schema,
    title: 'A profile of Roam6',
    description: 'Everything needed to reach one home. See roam6-profile(5).',
  }
}
