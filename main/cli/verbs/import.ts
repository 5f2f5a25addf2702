import {
  ImportFormat,
  type ImportRequest,
  type ImportResult,
  importFormats,
  type Question,
} from '../../../helper/contract/import.ts'
import { originText } from '../../contract/words/import.ts'
import { stackName } from '../../contract/words/layers.ts'
import { importedFile } from '../../imported-file.ts'
import { readFiles } from '../../read-files.ts'
import { columns } from '../text/columns.ts'
import { type Context, type Ending, json, UsageError, type Verb, withHelper } from '../verb.ts'

/** Rounds of questions: as often as login lets one mistype. */
const maxRounds = 3

export const importProfile: Verb = {
  name: 'import',
  summary: 'install a profile from files',
  details:
    'Takes what people have: files of strongSwan, OpenVPN, tinc, NetworkManager, Apple, setkey, or a profile of Roam6; with the certificates, keys and scripts beside them. Prints what was understood and what was left out, and why. Nothing in a file is run. What no file says is asked for on the terminal; a passphrase is not stored.',
  operand: {
    name: 'FILE',
    required: true,
    many: true,
    says: 'what to read; a folder with all that is in it',
    completes: 'files',
  },
  flags: [
    { name: 'name', value: 'NAME', says: 'call it NAME' },
    { name: 'format', value: 'FORMAT', says: `read it as FORMAT: ${importFormats.join(', ')}` },
    { name: 'dry-run', says: 'only say what would be installed' },
    { name: 'replace', says: 'replace the profile of the same name' },
  ],
  run: (call, context) =>
    withHelper(context, async (helper): Promise<Ending> => {
      const name = call.value('name')
      const format = formatOf(call.value('format'))
      let request: ImportRequest = {
        files: contents(call.operands),
        ...(name === undefined ? {} : { name }),
        ...(format === undefined ? {} : { format }),
        answers: {},
        dryRun: call.has('dry-run'),
        replace: call.has('replace'),
      }
      let answer = await helper.request('import', request, context.interrupted)
      for (let round = 0; round < maxRounds && answer.ok && answer.value.questions.length > 0; round++) {
        const answers = await ask(answer.value.questions, context)
        if (!answers) break
        request = { ...request, answers: { ...request.answers, ...answers } }
        answer = await helper.request('import', request, context.interrupted)
      }
      if (!answer.ok) return answer.failure
      context.print(context.json ? json(answer.value) : importText(answer.value))
      return answer.value.questions.length > 0 ? 1 : 0
    }),
}

function contents(paths: readonly string[]): ImportRequest['files'] {
  const read = readFiles(paths)
  if (!read.ok) throw new UsageError(read.words.message)
  return read.value.map(importedFile)
}

function formatOf(text: string | undefined): ImportFormat | undefined {
  const parsed = ImportFormat.optional().safeParse(text)
  if (!parsed.success) throw new UsageError(`--format wants one of ${importFormats.join(', ')}`)
  return parsed.data
}

/** Undefined where there is no terminal, or no answer on it. */
async function ask(questions: readonly Question[], context: Context): Promise<Record<string, string> | undefined> {
  const answers: Record<string, string> = {}
  for (const question of questions) {
    const answer = await askOne(question, context)
    if (!answer) return undefined
    answers[question.id] = answer
  }
  return answers
}

async function askOne({ kind, what, why, choices }: Question, context: Context): Promise<string | undefined> {
  context.note(why)
  if (kind === 'secret' || kind === 'passphrase') return context.askSecret(`${what}: `)
  if (kind !== 'certificate' && kind !== 'key')
    return context.ask(choices ? `${what} (${choices.join(' / ')}): ` : `${what}: `)
  const path = await context.ask(`${what}, a PEM file: `)
  return path ? contents([path]).find(({ encoding }) => encoding === 'utf8')?.content : undefined
}

function importText({ installed, name, summary, understood, leftOut, questions }: ImportResult): string {
  const what = summary ? `${name}: ${stackName(summary.layers)} to ${summary.gateway}` : name
  const verdict = questions.length > 0 ? 'Not installed' : installed ? 'Installed' : 'Would install'
  return [
    questions.length > 0 ? `${verdict}: ${what}` : `${verdict} ${what}`,
    ...part(
      'Understood',
      understood.map((fact) => [fact.what, originText(fact.from), fact.as === 'fact' ? 'from a script' : '']),
    ),
    ...part(
      'Left out',
      leftOut.map((line) => [line.what, originText(line.from), line.why]),
    ),
    ...part(
      'Missing',
      questions.map((question) => [question.what, question.why]),
    ),
  ].join('\n')
}

const part = (title: string, rows: readonly (readonly string[])[]) =>
  rows.length > 0 ? ['', title, ...columns(rows).map((line) => `  ${line}`)] : []
