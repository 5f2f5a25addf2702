/** This module makes roam6(1) from the command line's own table of verbs, which drives dispatch, help and completion too. */
import { commonFlags, exitCodes } from '../../main/cli/common.ts'
import { callForm, flagForm, sentences } from '../../main/cli/text/help.ts'
import type { Flag, Verb } from '../../main/cli/verb.ts'
import { verbs } from '../../main/cli/verbs.ts'
import { bold, entry, italic, page, paragraph, plain, prose, section, verbatim } from './roff.ts'

export interface CommandExample {
  readonly call: string
  readonly says: string
}

/** These are the calls of the first days, in their order. A test holds that the table of verbs understands each. */
export const commandExamples: readonly CommandExample[] = [
  { call: 'roam6 import home.toml --dry-run', says: 'See what would be installed, and what is wrong.' },
  { call: 'roam6 import home.toml', says: 'Install the profile.' },
  { call: 'roam6 import /etc/tinc/inet6', says: 'Make a profile of what another program has.' },
  { call: 'roam6 import home.toml --replace', says: 'Install it in the place of the one of the same name.' },
  { call: 'roam6 up --wait', says: 'Go home, and return when you are there.' },
  { call: 'roam6 status', says: 'See whether you are home, with which addresses, and what is in the way.' },
  { call: 'roam6 status --json', says: 'The same for a program.' },
  { call: 'roam6 test', says: 'Find the layer that is broken.' },
  { call: 'roam6 watch', says: 'See each change as it comes.' },
  { call: 'roam6 down', says: 'Leave home, and let packets for it go again.' },
  { call: 'roam6 export "Home lab" > home.toml', says: 'Take the profile to another laptop, with its keys.' },
]

const files: readonly (readonly [path: string, says: string])[] = [
  ['/run/roam6/helper.sock', 'The helper’s socket. Only root and the one user that the helper serves may connect.'],
  ['/var/lib/roam6', 'What the helper keeps: see roam6-helper(8).'],
  ['/usr/share/roam6/examples', 'A complete profile for each way home.'],
]

const flagEntries = (flags: readonly Flag[] = []) =>
  flags.flatMap((flag) => entry(bold(flagForm(flag)), prose(`${flag.says}.`)))

/** Makes a verb's entry. Its own options stand below it. */
function verbEntry(verb: Verb): readonly string[] {
  const { operand, flags = [], examples = [], offline } = verb
  const operands = operand ? entry(italic(operand.name), prose(`${operand.says}.`)) : []
  const shown = examples.flatMap(({ says, lines }) => [...paragraph(`${says}:`), ...verbatim(lines.join('\n'))])
  const below = [...operands, ...flagEntries(flags), ...shown]
  return [
    ...entry(bold(callForm(verb)), prose(sentences(verb))),
    ...(offline ? ['.br', ...prose('It needs no helper, and does nothing with --json and --socket.')] : []),
    ...(below.length > 0 ? ['.RS', ...below, '.RE'] : []),
  ]
}

export const commandPage = (version: string): string =>
  page({ name: 'roam6', chapter: 1, manual: 'User Commands', version }, [
    section('Name', [plain('roam6 - take the laptop home: ULA and public IPv6 from any network')]),
    section('Synopsis', [`${bold('roam6')} ${italic('VERB')} [${italic('OPTION')}]...`]),
    section('Description', [
      ...prose(
        'roam6 speaks to the helper, which does the networking. The app shows the same, and either may be used at any time.',
      ),
      ...paragraph(
        'Home is what a profile says. While home is wanted, from up to down, packets for it never leave in clear, also while there is no tunnel.',
      ),
    ]),
    section('Verbs', verbs.flatMap(verbEntry)),
    section('Options', [...prose('These go with every verb that asks the helper.'), ...flagEntries(commonFlags)]),
    section(
      'Exit status',
      exitCodes.flatMap(({ exit, says }) => entry(bold(String(exit)), prose(`${says}.`))),
    ),
    section(
      'Environment',
      entry(bold('ROAM6_SOCKET'), [
        ...prose('Where the helper listens, instead of /run/roam6/helper.sock. The option --socket goes before it.'),
      ]),
    ),
    section(
      'Files',
      files.flatMap(([path, says]) => entry(italic(path), prose(says))),
    ),
    section(
      'Examples',
      commandExamples.flatMap(({ call, says }) => entry(bold(call), prose(says))),
    ),
    section('See also', [`${bold('roam6-profile')}(5), ${bold('roam6-helper')}(8)`]),
  ])
