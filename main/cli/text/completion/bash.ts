import { flagsOf } from '../../common.ts'
import type { Flag, Verb } from '../../verb.ts'
import { flagsBefore, type Offer, operandOffer, quoted, spellings, valueFlags, valueOffer } from './offers.ts'

const optionWords = (flags: readonly Flag[]) => quoted(flags.map(({ name }) => `--${name}`).join(' '))

function offering({ words, profiles, files }: Offer): string {
  const steps = [
    ...(words.length > 0 ? [`words=${quoted(words.join(' '))}`] : []),
    ...(profiles ? ['names=1'] : []),
    ...(files ? ['files=1'] : []),
  ]
  return steps.join(' ')
}

export function bash(verbs: readonly Verb[]): string {
  const flags = valueFlags(verbs)
  const values = flags.map((flag) => `    ${spellings(flag).join('|')}) ${offering(valueOffer(flag)) || ':'} ;;`)
  const operands = verbs.map(
    (verb) =>
      `    ${verb.name}) options=${optionWords(flagsOf(verb))} ${offering(operandOffer(verb.operand, verbs))} ;;`,
  )
  const names = verbs.map(({ name }) => name).join(' ')
  return `# bash completion for roam6
_roam6() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local verb= skip= at word line plain options= words= names= files=
  COMPREPLY=()
  # bash takes "--color=x" for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    if [[ $word == = ]]; then skip=1; continue; fi
    if [[ $skip ]]; then skip=; continue; fi
    case $word in
      ${flags.flatMap(spellings).join('|')}) skip=1 ;;
      -*) ;;
      *) verb=$word; break ;;
    esac
  done
  case $prev in
${values.join('\n')}
    *) prev= ;;
  esac
  if [[ ! $prev ]]; then
    case $verb in
    '') options=${optionWords(flagsBefore(verbs))} words=${quoted(names)} ;;
${operands.join('\n')}
    esac
  fi
  if [[ $options && $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ $names ]]; then
    plain=\${cur//\\\\/}
    plain=\${plain#[\\"\\']}
    while IFS= read -r line; do
      [[ $line == "$plain"* ]] || continue
      # Between quotes, and among names of files, bash itself takes care of spaces.
      if [[ $files || $cur == [\\"\\']* ]]; then COMPREPLY+=("$line"); else COMPREPLY+=("$(printf %q "$line")"); fi
    done < <("\${COMP_WORDS[0]}" profiles --names 2>/dev/null)
  fi
  if [[ $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
  fi
}
complete -F _roam6 roam6
`
}
