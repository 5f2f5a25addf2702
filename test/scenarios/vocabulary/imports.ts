/** Configurations as they are printed, imported by the command line with this world's names, addresses and keys put in. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import * as v from 'valibot'
import { ImportResult } from '../../../helper/contract/import.ts'
import { checkout } from '../../lab/machine/places.ts'
import { removeTemporary, temporaryFolder } from '../../lab/machine/temporary.ts'
import type { Scene, Step } from './story.ts'

export interface PrintedConfiguration {
  /** Of test/golden/profile-import: its files are what is printed. */
  readonly case: string
  /** Names and addresses, in files and in their names: each must be there. */
  readonly putIn: readonly (readonly [printed: string, here: string])[]
  /** Keys and certificates that belong to the files, by file. */
  readonly keys?: (scene: Scene) => Readonly<Record<string, string | Buffer>>
  /** The repairs, each by the question that names it. */
  readonly answers: Readonly<Record<string, string>>
  readonly keyAnswers?: (scene: Scene) => Readonly<Record<string, string>>
}

/** These files are about a golden case, and not printed in its article. */
const notPrinted = ['expected.json', 'answers.json']

/** Instead of the profile that the story began with, under its name. No answer is given that nothing asks for. */
export const imports = (printed: PrintedConfiguration): Step => ({
  says: `imports ${printed.case}`,
  async perform(scene) {
    const { laptop, profile } = scene
    const folder = temporaryFolder('import')
    try {
      await succeeds(laptop.cli(['remove', profile.name, '--yes']))
      const answers = Object.entries({ ...printed.answers, ...printed.keyAnswers?.(scene) })
      const files = writeAsHere(printed, scene, folder)
      const call = (given: typeof answers) => [
        'import',
        ...files,
        '--name',
        profile.name,
        ...given.flatMap(([id, value]) => ['--answer', `${id}=${value}`]),
      ]
      for (const [id] of answers) {
        const others = call(answers.filter(([other]) => other !== id))
        const { stdout } = await laptop.cli([...others, '--dry-run', '--json'])
        const asked = v.parse(ImportResult, JSON.parse(stdout)).questions
        if (!asked.some((question) => question.id === id)) throw new Error(`nothing asks for ${id}`)
      }
      await succeeds(laptop.cli(call(answers)))
    } finally {
      removeTemporary(folder)
    }
  },
})

async function succeeds(call: ReturnType<Scene['laptop']['cli']>): Promise<void> {
  const { code, stdout, stderr } = await call
  if (code !== 0) throw new Error(`roam6 ended with ${code}\n${stdout}${stderr}`)
}

/** Returns what is given to `roam6 import`. */
function writeAsHere({ case: name, putIn, keys }: PrintedConfiguration, scene: Scene, folder: string): string[] {
  const golden = join(checkout, 'test/golden/profile-import', name)
  const used = new Set<string>()
  const asHere = (text: string) =>
    putIn.reduce((now, [printed, here]) => {
      if (now.includes(printed)) used.add(printed)
      return now.replaceAll(printed, here)
    }, text)
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  for (const entry of readdirSync(golden, { recursive: true, withFileTypes: true })) {
    const path = relative(golden, join(entry.parentPath, entry.name))
    if (entry.isFile() && !notPrinted.includes(path))
      write(asHere(path), asHere(readFileSync(join(golden, path), 'utf8')))
  }
  for (const [path, content] of Object.entries(keys?.(scene) ?? {})) write(path, content)
  const missing = putIn.filter(([printed]) => !used.has(printed))
  if (missing.length > 0) throw new Error(`not in ${name}: ${missing.map(([printed]) => printed).join(', ')}`)
  return readdirSync(folder).map((entry) => join(folder, entry))
}
