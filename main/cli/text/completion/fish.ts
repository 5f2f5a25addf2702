import { commonFlags, flagsOf } from '../../common.ts'
import type { Flag, Verb } from '../../verb.ts'
import { type Offer, operandOffer, quoted, spellings, valueFlags, valueOffer } from './offers.ts'

/** This stands for names in `complete -a`: fish asks for them when they are wanted. */
const names = '(roam6 profiles --names 2>/dev/null)'

function offering({ words, profiles, files }: Offer): string {
  const list = [...words, ...(profiles ? [names] : [])].join(' ')
  return `${files ? ' -F' : ''}${list ? ` -a ${quoted(list)}` : ''}`
}

function flagLine(condition: string, flag: Flag): string {
  const { name, short, value, says } = flag
  const takes = value === undefined ? '' : ` ${valueOffer(flag).files ? '-r' : '-x'}${offering(valueOffer(flag))}`
  return `complete -c roam6${condition} -l ${name}${short ? ` -s ${short}` : ''}${takes} -d ${quoted(says)}`
}

export function fish(verbs: readonly Verb[]): string {
  const at = (verb: string) => ` -n ${quoted(`__roam6_at '${verb}'`)}`
  const common = new Set(commonFlags)
  const lines = verbs.flatMap((verb) => {
    const operand = offering(operandOffer(verb.operand, verbs))
    return [
      `complete -c roam6${at('')} -a ${verb.name} -d ${quoted(verb.summary)}`,
      ...flagsOf(verb)
        .filter((flag) => !common.has(flag))
        .map((flag) => flagLine(at(verb.name), flag)),
      ...(operand ? [`complete -c roam6${at(verb.name)}${operand}`] : []),
    ]
  })
  return `# fish completion for roam6
function __roam6_verb
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch $word
      case ${valueFlags(verbs).flatMap(spellings).join(' ')}
        set skip 1
      case '-*'
      case '*'
        echo $word
        return
    end
  end
end
function __roam6_at
  set -l verb (__roam6_verb)
  test "$verb" = "$argv[1]"
end
complete -c roam6 -f
${commonFlags.map((flag) => flagLine('', flag)).join('\n')}
${lines.join('\n')}
`
}
