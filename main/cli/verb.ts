/** These types say what a verb of the command line is. One table of verbs drives dispatch, help, completion and the man page. */
import type { RequestName, RequestParams, RequestResult } from '../../helper/contract/requests.ts'
import type { HelperClient } from '../helper-client.ts'
import type { Answer, HelperFailure } from '../helper-failure.ts'
import type { Line } from './text/style.ts'
import { visibleJson } from './text/visible.ts'

export interface Flag {
  /** Long name without dashes. */
  readonly name: string
  /** The short name is one letter, without its dash. */
  readonly short?: string
  /** The word for its value; absent for a switch. A shell offers files for FILE and FOLDER. */
  readonly value?: string
  /** These are all values that it takes, where they are few. */
  readonly values?: readonly string[]
  /** May be given more than once. */
  readonly many?: boolean
  readonly says: string
}

export interface Operand {
  readonly name: string
  readonly required: boolean
  readonly many?: boolean
  readonly says: string
  /** What a shell offers for it. */
  readonly completes: 'profiles' | 'files' | 'profiles and files' | 'verbs' | readonly string[]
}

/** An example is a use of a verb that is worth showing. */
export interface Example {
  /** This is a sentence without full stop. */
  readonly says: string
  readonly lines: readonly string[]
}

/** The process' exit status, described in `exitCodes`. */
export type Exit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7
export type Ending = Exit | HelperFailure

export interface Call {
  readonly operands: readonly string[]
  /** Whether a switch was given, or a flag's value. */
  has(flag: string): boolean
  value(flag: string): string | undefined
  /** Of a flag that may be given more than once. */
  values(flag: string): readonly string[]
}

export interface Context {
  readonly json: boolean
  /** To standard output, a line or several. */
  print(text: string): void
  /** The same with tones, which are colours on a terminal that is to have them. */
  printLines(lines: readonly Line[]): void
  /** What is to be read again, a profile: to a terminal as all, to a file or another program byte by byte. */
  printExactly(text: string): void
  /** To standard error: progress and remarks, which a script does not read. */
  note(text: string): void
  /** Shows one line on a terminal at standard error, in place of the one before; nothing anywhere else. The empty text takes it away. */
  progress(text: string): void
  /** Asks on the terminal; undefined where there is none, or nothing was answered. */
  ask(question: string, how: 'shown' | 'hidden'): Promise<string | undefined>
  connect(): Promise<Answer<HelperClient>>
  /** Aborted by Ctrl+C. */
  readonly interrupted: AbortSignal
  now(): Date
}

export interface Verb {
  readonly name: string
  /** An imperative, without full stop. */
  readonly summary: string
  /** More about it, for help and the man page. */
  readonly details?: string
  readonly operand?: Operand
  readonly flags?: readonly Flag[]
  readonly examples?: readonly Example[]
  /** Works without a helper and has no --json. */
  readonly offline?: boolean
  run(call: Call, context: Context): Promise<Ending>
}

/** A call that cannot be: worded, exit 2. */
export class UsageError extends Error {
  /** This says what to do instead; where it is absent, the verb's help does. */
  readonly remedy: string | undefined
  constructor(message: string, remedy?: string) {
    super(message)
    this.remedy = remedy
  }
}

/** @param verb none for the help about all of them */
export const tryHelp = (verb?: Pick<Verb, 'name'>) => `Try: roam6 ${verb ? `${verb.name} ` : ''}--help`

/** Connects, does one thing and hangs up. */
export async function withHelper(context: Context, work: (helper: HelperClient) => Promise<Ending>): Promise<Ending> {
  const connected = await context.connect()
  if (!connected.ok) return connected.failure
  try {
    return await work(connected.value)
  } finally {
    connected.value.close()
  }
}

/** The plain kind of verb: one request, its answer printed as text or as JSON. */
export function tell<Name extends RequestName>(
  context: Context,
  name: Name,
  params: RequestParams<Name>,
  text: (result: RequestResult<Name>) => string,
  exit: (result: RequestResult<Name>) => Exit = () => 0,
): Promise<Ending> {
  return withHelper(context, async (helper) => {
    const answer = await helper.request(name, params, context.interrupted)
    if (!answer.ok) return answer.failure
    context.print(context.json ? json(answer.value) : text(answer.value))
    return exit(answer.value)
  })
}

/** The same for a profile's own text. */
export function tellExactly(
  context: Context,
  params: RequestParams<'show'>,
  text: (result: RequestResult<'show'>) => string,
): Promise<Ending> {
  return withHelper(context, async (helper) => {
    const answer = await helper.request('show', params, context.interrupted)
    if (!answer.ok) return answer.failure
    if (context.json) context.print(json(answer.value))
    else context.printExactly(text(answer.value))
    return 0
  })
}

export const json = (value: unknown) => visibleJson(JSON.stringify(value, null, 2))
