/** Writes the files of a gateway one after another, for a terminal. */
import type { Blank, GatewayText } from '../../../helper/core/gateway/text.ts'
import { filesText } from '../../contract/words/gateway.ts'
import { columns } from './columns.ts'

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
  [filesText(files), blanksText(blanks)].join('\n').trimEnd()
