import type { ImportResult, Question } from '../../../helper/contract/import.ts'
import { importFormats } from '../../../helper/contract/import.ts'
import type { HelperFailure } from '../../helper-failure.ts'
import { shellWord } from '../../start-line.ts'
import { givenFiles, textOf } from '../given-files.ts'
import { readImport } from '../read-import.ts'
import { importText, questionText } from '../text/import-text.ts'
import { type Call, type Context, type Ending, json, UsageError, type Verb, withHelper } from '../verb.ts'

export const importProfile: Verb = {
  name: 'import',
  summary: 'install a profile from files that there are',
  details:
    'Takes a profile’s TOML, and what strongSwan, OpenVPN, tinc, setkey, NetworkManager and phones have: single files, folders, or archives of them. Nothing in them is run. Prints what was understood and what was left out, by file and line, and why; what no file says is asked for on the terminal, or answered by --answer. Passphrases are used once and not stored.',
  operand: {
    name: 'FILE',
    required: true,
    many: true,
    says: 'files and folders of one profile, with the certificates, keys and scripts that belong to it',
    completes: 'files',
  },
  flags: [
    { name: 'format', value: 'FORMAT', values: importFormats, says: `take it for one of ${importFormats.join(', ')}` },
    { name: 'name', value: 'NAME', says: 'call it NAME' },
    { name: 'answer', value: 'ID=VALUE', many: true, says: 'answer the question ID' },
    { name: 'answer-file', value: 'ID=FILE', many: true, says: 'answer the question ID with what is in FILE' },
    { name: 'dry-run', says: 'only say what would be installed; needs no helper' },
    { name: 'replace', says: 'replace the profile of the same name' },
  ],
  examples: [
    {
      says: 'What would become of files that are there already',
      lines: ['roam6 import --dry-run myhost.conf myhost.up myhost.key'],
    },
    { says: 'A folder of tinc, under a name of its own', lines: ['roam6 import /etc/tinc/inet6 --name Home'] },
  ],
  run: async (call, context) => {
    const format = importFormats.find((one) => one === call.value('format'))
    const given = answersOf(call)
    const name = call.value('name')
    const request = {
      files: givenFiles(call.operands),
      ...(format === undefined ? {} : { format }),
      ...(name === undefined ? {} : { name }),
      dryRun: call.has('dry-run'),
      replace: call.has('replace'),
    }
    if (request.dryRun) {
      const read = await readImport({ ...request, answers: given }, context.interrupted)
      return read.ok ? tellResult(read.value, context) : withRemedy(read.failure, call)
    }
    return withHelper(context, async (helper): Promise<Ending> => {
      let answers = given
      for (;;) {
        const answer = await helper.request('import', { ...request, answers }, context.interrupted)
        if (!answer.ok) return withRemedy(answer.failure, call)
        const more = context.json ? undefined : await askAll(answer.value.questions, context)
        if (!more) return tellResult(answer.value, context)
        answers = { ...answers, ...more }
      }
    })
  },
}

function tellResult(result: ImportResult, context: Context): Ending {
  context.print(context.json ? json(result) : importText(result))
  return result.questions.length > 0 ? 1 : 0
}

/** Says what to do about it here, as the helper's own words cannot name options and files. */
function withRemedy(failure: HelperFailure, { operands: [path = '', another] }: Call): HelperFailure {
  if (failure.code !== 'refused') return failure
  const { code } = failure.reason
  const remedies: Readonly<Partial<Record<typeof code, string>>> = {
    'profile-exists': 'Put this one in its place with --replace, or call it otherwise with --name NAME.',
    ...(another === undefined && path.endsWith('.toml')
      ? { 'bad-profile': `See all that is wrong with it: roam6 check ${shellWord(path)}` }
      : {}),
  }
  const remedy = remedies[code] ?? failure.reason.remedy
  return remedy === undefined ? failure : { ...failure, reason: { ...failure.reason, remedy } }
}

/** "passphrase:laptop=secret=1" is the answer "secret=1". */
function pair(flag: string, text: string): readonly [id: string, value: string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--${flag} wants ID=${flag === 'answer' ? 'VALUE' : 'FILE'}`)
  return [text.slice(0, at), text.slice(at + 1)]
}

const answersOf = (call: Call): Record<string, string> =>
  Object.fromEntries([
    ...call.values('answer').map((text) => pair('answer', text)),
    ...call.values('answer-file').map((text) => {
      const [id, path] = pair('answer-file', text)
      return [id, textOf(path)] as const
    }),
  ])

/** One by one; undefined where there is nothing to ask, nobody to ask, or one of them was not answered. */
async function askAll(
  questions: readonly Question[],
  context: Context,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (questions.length === 0) return undefined
  const answers: Record<string, string> = {}
  for (const question of questions) {
    const answer = await askOne(question, context)
    if (answer === undefined) return undefined
    answers[question.id] = answer
  }
  return answers
}

const prompts: Readonly<Record<Question['kind'], string>> = {
  text: '> ',
  address: 'Address: ',
  prefix: 'Prefix: ',
  secret: 'Secret: ',
  passphrase: 'Passphrase: ',
  certificate: 'File with the certificate: ',
  key: 'File with the key: ',
  choice: 'Number: ',
}

async function askOne(question: Question, context: Context): Promise<string | undefined> {
  const { kind, choices = [] } = question
  context.note(questionText(question))
  const hidden = kind === 'secret' || kind === 'passphrase'
  for (;;) {
    const answer = await context.ask(prompts[kind], hidden ? 'hidden' : 'shown')
    if (answer === undefined || hidden) return answer
    const text = answer.trim()
    const chosen = choices[Number(text) - 1] ?? choices.find((choice) => choice === text)
    if (chosen !== undefined) return chosen
    if (kind === 'choice') continue
    if (kind === 'certificate' || kind === 'key') {
      try {
        return textOf(text)
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        context.note(error.message)
      }
    } else if (text !== '') return text
  }
}
