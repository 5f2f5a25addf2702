/** Writes the files of a gateway one after another, for a terminal. */
import type { Blank, GatewayFile, GatewayText } from '../../../helper/core/gateway/text.ts'
import { columns } from './columns.ts'

const where = { gateway: 'on the gateway', router: 'on the router in front' } as const

const headed = ({ path, on, says, content }: GatewayFile) => [
  `===== ${path}, ${where[on]}: ${says} =====`,
  content.trimEnd(),
  '',
]

/** Lists the blanks that are still to be filled in; nothing where all are. */
export const blanksText = (blanks: readonly Blank[]): string =>
  blanks.length === 0
    ? ''
    : [
        'To be filled in, each by --set NAME=VALUE:',
        ...columns(blanks.map(({ name, means, example }) => [name, `${means}, for instance ${example}`])).map(
          (line) => `  ${line}`,
        ),
      ].join('\n')

export const gatewayText = ({ files, blanks }: GatewayText): string =>
  [...files.flatMap(headed), blanksText(blanks)].join('\n').trimEnd()
