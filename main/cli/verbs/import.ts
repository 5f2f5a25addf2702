import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { ImportResult } from '../../../helper/contract/import.ts'
import { stackName } from '../../contract/words/layers.ts'
import { columns } from '../text/columns.ts'
import { type Ending, json, UsageError, type Verb, withHelper } from '../verb.ts'

/** As the contract has it; more is refused before it is read. */
const maxBytes = 1_048_576

export const importProfile: Verb = {
  name: 'import',
  summary: 'install a profile from a file',
  details:
    'Prints what was understood and what was left out, and why. Where a private key is encrypted, its passphrase is asked for once; it is not stored.',
  operand: {
    name: 'FILE',
    required: true,
    many: true,
    says: 'the profile (TOML) and what belongs to it',
    completes: 'files',
  },
  flags: [
    { name: 'name', value: 'NAME', says: 'call it NAME' },
    { name: 'dry-run', says: 'only say what would be installed' },
    { name: 'replace', says: 'replace the profile of the same name' },
  ],
  run: (call, context) =>
    withHelper(context, async (helper): Promise<Ending> => {
      const name = call.value('name')
      const request = {
        files: call.operands.map(readContent),
        ...(name === undefined ? {} : { name }),
        answers: {},
        dryRun: call.has('dry-run'),
        replace: call.has('replace'),
      }
      let answer = await helper.request('import', request, context.interrupted)
      // Three tries, as login has them.
      for (let attempt = 0; attempt < 3 && !answer.ok && wantsPassphrase(answer.failure); attempt++) {
        const passphrase = await context.askSecret(attempt === 0 ? 'Passphrase of the private key: ' : 'Wrong. Again: ')
        if (passphrase === undefined) break
        answer = await helper.request('import', { ...request, answers: { passphrase } }, context.interrupted)
      }
      if (!answer.ok) return answer.failure
      context.print(context.json ? json(answer.value) : importText(answer.value))
      return 0
    }),
}

function readContent(path: string): { name: string; content: string } {
  try {
    const { size } = statSync(path)
    if (size > maxBytes) throw new UsageError(`${path} is larger than ${maxBytes} bytes`)
    return { name: basename(path), content: readFileSync(path, 'utf8') }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
}

function wantsPassphrase(failure: Ending): boolean {
  if (typeof failure === 'number' || failure.code !== 'refused') return false
  return failure.reason.code === 'passphrase-needed' || failure.reason.code === 'wrong-passphrase'
}

function importText(result: ImportResult): string {
  const { summary, understood, leftOut } = result
  const lines = [
    `${result.installed ? 'Installed' : 'Would install'} ${result.name}: ${stackName(summary.layers)} to ${summary.gateway}`,
  ]
  if (understood.length > 0) {
    lines.push('', 'Understood')
    lines.push(...columns(understood.map(({ what, from }) => [what, from])).map((line) => `  ${line}`))
  }
  if (leftOut.length > 0) {
    lines.push('', 'Left out')
    lines.push(...columns(leftOut.map(({ what, from, why }) => [what, from, why])).map((line) => `  ${line}`))
  }
  return lines.join('\n')
}
