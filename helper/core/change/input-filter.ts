/** Makes the table of nftables of the input filter (`InputFilterChange`). */
import { familyOf } from '../ip.ts'
import type { Forwarding, InputFilterChange } from './change.ts'
import { inputTable } from './marks.ts'
import type { Table } from './nft-table.ts'

/** The filter comes before connections are tracked and addresses translated (NF_IP_PRI_RAW in linux/netfilter_ipv4.h). */
const priority = '-300'

export const inputFilterTable = ({ arrivals, forwarding }: InputFilterChange): Table => ({
  name: inputTable,
  chains: [
    {
      name: 'input',
      hook: `type filter hook prerouting priority ${priority}`,
      rules: [
        ['iifname', '"lo"', 'accept'],
        ...arrivals.map(({ address, interfaces }) => [
          familyOf(address) === 4 ? 'ip' : 'ip6',
          'daddr',
          address,
          ...interfaces.flatMap((link) => ['iifname', '!=', `"${link}"`]),
          'drop',
        ]),
      ],
    },
    ...(forwarding
      ? [{ name: 'forward', hook: `type filter hook forward priority ${priority}`, rules: forwardRules(forwarding) }]
      : []),
  ],
})

/** Of IPv6 alone: what the laptop forwards of IPv4 is no doing of ours. */
function forwardRules({ behind, network, tunnel, links, amongOthers }: Forwarding): string[][] {
  const [lan, home] = [`"${behind}"`, `"${tunnel}"`]
  return [
    ['iifname', lan, 'oifname', home, 'ip6', 'saddr', network, 'accept'],
    ['iifname', home, 'oifname', lan, 'ip6', 'daddr', network, 'accept'],
    ...(amongOthers
      ? [
          ...links.flatMap((link) =>
            ['oifname', 'iifname'].map((way) => ['meta', 'nfproto', 'ipv6', way, `"${link}"`, 'drop']),
          ),
          ['ip6', 'saddr', network, 'drop'],
          ['ip6', 'daddr', network, 'drop'],
        ]
      : [['meta', 'nfproto', 'ipv6', 'drop']]),
  ]
}
