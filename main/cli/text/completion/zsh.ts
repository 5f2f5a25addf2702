import { flagsOf } from '../../common.ts'
import type { Flag, Verb } from '../../verb.ts'
import { flagsBefore, type Offer, operandOffer, quoted, spellings, valueOffer } from './offers.ts'

/** Escapes a colon and brackets, which have a meaning in the specifications of _arguments (zshcompsys(1)). */
const plain = (text: string) => text.replace(/[[\]:\\]/g, '\\$&')

function action({ words, profiles, files }: Offer): string {
  if (profiles) return files ? '_roam6_names_and_files' : '_roam6_names'
  if (files) return '_files'
  return words.length > 0 ? `(${words.join(' ')})` : ' '
}

function flagSpecs(flag: Flag): string[] {
  const { value, many, says } = flag
  const all = spellings(flag)
  // One spelling excludes the other; what may be given again excludes nothing.
  const others = many ? '*' : all.length > 1 ? `(${all.join(' ')})` : ''
  return all.map((spelling) => {
    const takes = value === undefined ? '' : `:${value}:${action(valueOffer(flag))}`
    const equals = value !== undefined && spelling.startsWith('--') ? '=' : ''
    return `${others}${spelling}${equals}[${plain(says)}]${takes}`
  })
}

const specs = (flags: readonly Flag[]) => flags.flatMap(flagSpecs).map(quoted).join(' ')

export function zsh(verbs: readonly Verb[]): string {
  const cases = verbs.map((verb) => {
    const { operand } = verb
    const takes = operand
      ? ` ${quoted(`${operand.many ? '*' : '1'}:${operand.name}:${action(operandOffer(operand, verbs))}`)}`
      : ''
    return `    ${verb.name}) _arguments -S ${specs(flagsOf(verb))}${takes} ;;`
  })
  return `#compdef roam6
_roam6_names() {
  local -a names=(\${(f)"$($_roam6_program profiles --names 2>/dev/null)"})
  (( $#names )) && compadd -a names
}
_roam6_names_and_files() { _roam6_names; _files }
_roam6() {
  local state line context state_descr
  local -A opt_args
  local _roam6_program=$words[1]
  _arguments -C -S ${specs(flagsBefore(verbs))} '1:verb:->verb' '*::word:->word' && return
  case $state in
  verb)
    local -a verbs=(
${verbs.map(({ name, summary }) => `      ${quoted(`${name}:${plain(summary)}`)}`).join('\n')}
    )
    _describe verb verbs ;;
  word)
    case $line[1] in
${cases.join('\n')}
    esac ;;
  esac
}
# Found in a folder of functions, this file is the function at its first call; read by "source", it is not.
if [[ $funcstack[1] == _roam6 ]]; then _roam6 "$@"; else compdef _roam6 roam6; fi
`
}
