/** Completion scripts, from the table of verbs. Names of profiles are asked of the helper as one types. */
import { commonFlags } from '../common.ts'
import type { Flag, Operand, Verb } from '../verb.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

export function completionScript(shell: Shell, verbs: readonly Verb[]): string {
  return writers[shell](verbs)
}

const writers: Readonly<Record<Shell, (verbs: readonly Verb[]) => string>> = { bash, zsh, fish }

const flagsOf = (verb: Verb): readonly Flag[] => [...(verb.flags ?? []), ...(verb.offline ? [] : commonFlags)]
const names = 'roam6 profiles --names 2>/dev/null'
/** For single quotes of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

function bash(verbs: readonly Verb[]): string {
  const cases = verbs.map((verb) => {
    const words = flagsOf(verb).map(({ name }) => `--${name}`)
    return `    ${verb.name}) flags=${quoted(words.join(' '))}; ${bashOperand(verb.operand)} ;;`
  })
  return `# bash completion for roam6
_roam6() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flags= line
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(verbs.map(({ name }) => name).join(' '))} -- "$cur"))
    return
  fi
  local names= files= words=
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif [ -n "$files" ] || [ "\${COMP_WORDS[COMP_CWORD-1]}" = --socket ]; then
    compopt -o filenames
    COMPREPLY=($(compgen -f -- "$cur"))
  elif [ -n "$names" ]; then
    while IFS= read -r line; do
      [[ $line == "$cur"* ]] && COMPREPLY+=("$(printf %q "$line")")
    done < <(${names})
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -F _roam6 roam6
`
}

function bashOperand(operand: Operand | undefined): string {
  if (!operand) return ':'
  if (operand.completes === 'profiles') return 'names=1'
  if (operand.completes === 'files') return 'files=1'
  return `words=${quoted(operand.completes.join(' '))}`
}

function zsh(verbs: readonly Verb[]): string {
  // In zsh's specs a colon and brackets have a meaning.
  const plain = (text: string) => text.replace(/[[\]:\\]/g, '\\$&')
  const cases = verbs.map((verb) => {
    const specs = flagsOf(verb).map(
      ({ name, value, says }) =>
        `--${name}[${plain(says)}]${value === undefined ? '' : `:${value}:${value === 'FILE' ? '_files' : ' '}`}`,
    )
    const { operand } = verb
    if (operand) specs.push(`${operand.many ? '*' : '1'}:${operand.name}:${zshAction(operand)}`)
    return `    ${verb.name}) _arguments ${specs.map(quoted).join(' ')} ;;`
  })
  return `#compdef roam6
_roam6_names() { local -a names; names=(\${(f)"$(${names})"}); compadd -a names }
_roam6() {
  if (( CURRENT == 2 )); then
    local -a verbs=(
${verbs.map(({ name, summary }) => `      ${quoted(`${name}:${plain(summary)}`)}`).join('\n')}
    )
    _describe verb verbs
    return
  fi
  local verb=$words[2]
  shift words; (( CURRENT-- ))
  case $verb in
${cases.join('\n')}
  esac
}
compdef _roam6 roam6
`
}

function zshAction({ completes }: Operand): string {
  if (completes === 'profiles') return '_roam6_names'
  return completes === 'files' ? '_files' : `(${completes.join(' ')})`
}

function fish(verbs: readonly Verb[]): string {
  const lines = ['# fish completion for roam6', 'complete -c roam6 -f']
  for (const verb of verbs) {
    lines.push(`complete -c roam6 -n __fish_use_subcommand -a ${verb.name} -d ${quoted(verb.summary)}`)
    const here = `complete -c roam6 -n '__fish_seen_subcommand_from ${verb.name}'`
    for (const { name, value, says } of flagsOf(verb))
      lines.push(
        `${here} -l ${name}${value === undefined ? '' : value === 'FILE' ? ' -r -F' : ' -x'} -d ${quoted(says)}`,
      )
    const { operand } = verb
    if (operand?.completes === 'files') lines.push(`${here} -F`)
    else if (operand?.completes === 'profiles') lines.push(`${here} -a '(${names})'`)
    else if (operand) lines.push(`${here} -a ${quoted((operand.completes as readonly string[]).join(' '))}`)
  }
  return `${lines.join('\n')}\n`
}
