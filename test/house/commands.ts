/** This module finds the commands that stand in a document: lines of an indented block, and code within a sentence. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
export const documentText = (name: string) => readFileSync(join(root, name), 'utf8')

const command = String.raw`(?:sudo )?(?:npm|dist\/roam6(?:-helper)?|man|vitest|playwright|tsc|biome|sh|export)`
/** What a command does stands two spaces and more after it. */
const inBlock = new RegExp(String.raw`^ {4}(${command}(?: \S+)*)`, 'gm')
const inSentence = new RegExp(String.raw`\`(?:ROAM6_\w+=\S+ )?(${command} [^\`]+)\``, 'g')

export const commandsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(inBlock), ...text.matchAll(inSentence)].map(([, found = '']) => found)),
]

/** Returns the blocks of TOML in a document. */
export const tomlIn = (text: string): readonly string[] =>
  [...text.matchAll(/^```toml\n([\s\S]*?)^```$/gm)].map(([, toml = '']) => toml)

/** Returns what looks like a path of the checkout: code with a slash in it, that begins with a folder at the top. */
export const pathsIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/[`(]((?:build|helper|main|renderer|test)\/[\w./-]+)[`)]/g)].map(([, found = '']) => found),
  ),
]
