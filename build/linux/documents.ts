/** Lists the documents that an installation brings, with their paths below a prefix such as /usr: man pages, completion scripts, example profiles and the JSON Schema. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { completionScript } from '../../main/cli/text/completion.ts'
import { verbs } from '../../main/cli/verbs.ts'
import { commandPage } from '../reference/command-page.ts'
import { helperPage } from '../reference/helper-page.ts'
import { profilePage } from '../reference/profile-page.ts'
import { editorSchema } from '../reference/profile-schema.ts'

const examples = join(import.meta.dirname, '../examples')
const schemaName = 'profile.schema.json'

/** An example names the schema relative to itself: in the checkout another way than where both are installed. */
const installed = (toml: string) => toml.replace(/^#:schema .*/, `#:schema ../${schemaName}`)
const exampleText = (name: string) => installed(readFileSync(join(examples, name), 'utf8'))
/** Leaves out the line with the schema, as a man page has no place that it could be relative to. */
const withoutSchema = (toml: string) => toml.replace(/^#:schema .*\n/, '')

/** @param version of the program */
export function documents(version: string): readonly (readonly [path: string, content: string])[] {
  return [
    ['share/man/man1/roam6.1', commandPage(version)],
    ['share/man/man5/roam6-profile.5', profilePage(version, withoutSchema(exampleText('ike-gre.toml')))],
    ['share/man/man8/roam6-helper.8', helperPage(version)],
    [`share/roam6/${schemaName}`, `${JSON.stringify(editorSchema(), null, 2)}\n`],
    ...readdirSync(examples).map((name) => [`share/roam6/examples/${name}`, exampleText(name)] as const),
    ['share/bash-completion/completions/roam6', completionScript('bash', verbs)],
    ['share/zsh/site-functions/_roam6', completionScript('zsh', verbs)],
    ['share/fish/vendor_completions.d/roam6.fish', completionScript('fish', verbs)],
  ]
}

export function writeDocuments(dist: string, version: string): void {
  for (const [path, content] of documents(version)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true })
    writeFileSync(join(dist, path), content)
  }
}
