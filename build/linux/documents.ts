/** The man page and the completion scripts, from the command line's own table of verbs, into dist/share. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { commonFlags, exitCodes } from '../../main/cli/common.ts'
import { completionScript } from '../../main/cli/text/completion.ts'
import { callForm, flagForm, sentences } from '../../main/cli/text/help.ts'
import type { Flag } from '../../main/cli/verb.ts'
import { verbs } from '../../main/cli/verbs.ts'

export function manPage(version: string): string {
  return `${[
    `.TH ROAM6 1 "" "Roam6 ${roff(version)}" "User Commands"`,
    section('NAME', ['roam6 \\- take the laptop home: ULA and public IPv6 from any network']),
    section('SYNOPSIS', ['.B roam6', '.I VERB', '.RI [ OPTION ]...']),
    section('DESCRIPTION', [
      'Speaks to the helper, which does the networking. The app shows the same; either may be used at any time.',
    ]),
    section(
      'VERBS',
      verbs.flatMap((verb) => ['.TP', `.B ${roff(callForm(verb))}`, roff(sentences(verb)), ...flags(verb.flags)]),
    ),
    section('OPTIONS', ['These go with every verb.', ...flags(commonFlags)]),
    section(
      'EXIT STATUS',
      exitCodes.flatMap(({ exit, says }) => ['.TP', `.B ${exit}`, roff(says)]),
    ),
    section('ENVIRONMENT', ['.TP', '.B ROAM6_SOCKET', 'where the helper listens, instead of /run/roam6/helper.sock']),
  ].join('\n')}\n`
}

const section = (title: string, lines: readonly string[]) => [`.SH ${title}`, ...lines].join('\n')

const flags = (list: readonly Flag[] = []) =>
  list.flatMap((flag) => ['.RS', '.TP', `.B ${roff(flagForm(flag))}`, roff(flag.says), '.RE'])

/** A hyphen would be typeset; a dot or an apostrophe at the beginning of a line would be a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^([.'])/, '\\&$1')
}

/** Where distributions look for each, below a prefix such as /usr. */
export function writeDocuments(dist: string, version: string): void {
  const files: readonly (readonly [path: string, content: string])[] = [
    ['share/man/man1/roam6.1', manPage(version)],
    ['share/bash-completion/completions/roam6', completionScript('bash', verbs)],
    ['share/zsh/site-functions/_roam6', completionScript('zsh', verbs)],
    ['share/fish/vendor_completions.d/roam6.fish', completionScript('fish', verbs)],
  ]
  for (const [path, content] of files) {
    mkdirSync(dirname(join(dist, path)), { recursive: true })
    writeFileSync(join(dist, path), content)
  }
}
