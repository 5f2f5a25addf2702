/** This module has the helper's command line as one table: it is what is understood, what --help prints, and what roam6-helper(8) says. */
import { parseArgs } from 'node:util'

export interface HelperOption {
  /** The long name, without dashes. */
  readonly name: string
  /** The word for its value; absent for a switch. */
  readonly value?: string
  /** The value that holds without the option. */
  readonly otherwise?: string
  readonly says: string
}

export const helperOptions = [
  {
    name: 'socket',
    value: 'FILE',
    otherwise: '/run/roam6/helper.sock',
    says: 'listen at FILE for the app and the command line',
  },
  {
    name: 'state',
    value: 'DIR',
    otherwise: '/var/lib/roam6',
    says: 'keep profiles, the journal and the intent in DIR, which is root’s alone',
  },
  {
    name: 'runtime',
    value: 'DIR',
    otherwise: '/run/roam6',
    says: 'keep what daemons need while they run in DIR, which is gone after a reboot',
  },
  {
    name: 'allow-uid',
    value: 'N',
    says: 'serve the user with the number N, besides root; with start: whoever used pkexec or sudo, unless this says another',
  },
  { name: 'help', says: 'say how to use it' },
  { name: 'version', says: 'print the version' },
] as const satisfies readonly HelperOption[]

export const helperVerbs = [
  { name: null, says: 'serve in the foreground, until SIGTERM or SIGINT' },
  {
    name: 'start',
    says: 'serve in the background, from a copy of the program that only root can write; a helper that serves the socket already makes room',
  },
] as const

export const optionForm = ({ name, value }: HelperOption) => `--${name}${value === undefined ? '' : ` ${value}`}`

export const helperUsage = `usage: roam6-helper [start] ${helperOptions.map((option) => `[${optionForm(option)}]`).join(' ')}`

const otherwise = ({ otherwise }: HelperOption) => (otherwise === undefined ? '' : ` (${otherwise})`)

export function helperHelp(): string {
  const rows: readonly (readonly [string, string])[] = [
    ...helperVerbs.map(({ name, says }) => [name ?? 'without a verb', says] as const),
    ...helperOptions.map((option) => [optionForm(option), `${option.says}${otherwise(option)}`] as const),
  ]
  const width = Math.max(...rows.map(([form]) => form.length))
  return [
    helperUsage,
    '',
    'The part of Roam6 that runs as root and does the networking. The app starts it. More: man roam6-helper',
    '',
    ...rows.map(([form, says]) => `  ${form.padEnd(width)}  ${says}`),
  ].join('\n')
}

export interface HelperCall {
  readonly ask: 'help' | 'version' | 'serve'
  readonly verb: 'start' | undefined
  readonly socket: string
  readonly state: string
  readonly runtime: string
  /** The number as it was written: it is not checked yet. */
  readonly allowUid: string | undefined
}

type TextOptions = Readonly<Record<'socket' | 'state' | 'runtime', string>>
const defaults = Object.fromEntries(
  helperOptions.flatMap((option) => ('otherwise' in option ? [[option.name, option.otherwise]] : [])),
) as TextOptions

/** Reads the words of a call. Throws an error that says which word is wrong. */
export function understandHelper(words: readonly string[]): HelperCall {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      socket: { type: 'string', default: defaults.socket },
      state: { type: 'string', default: defaults.state },
      runtime: { type: 'string', default: defaults.runtime },
      'allow-uid': { type: 'string' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  })
  const [verb, ...more] = positionals
  if ((verb !== undefined && verb !== 'start') || more.length > 0)
    throw new Error(`there is no verb "${positionals.find((word) => word !== 'start') ?? verb}"`)
  const ask = values.help ? 'help' : values.version ? 'version' : 'serve'
  return {
    ask,
    verb,
    socket: values.socket,
    state: values.state,
    runtime: values.runtime,
    allowUid: values['allow-uid'],
  }
}
