/**
 * What a person who knows everything would type to come home: the same daemon, ciphers, links, routes and rules as ours.
 * Nothing waits for longer than what it needs takes: a socket, an answer, a script that the daemon runs.
 */
import type { HostFile } from '../../lab/hosts/host.ts'
import type { WrittenProfile } from '../../lab/profile.ts'

/** One way home. What both ends must know is the profile's. */
export interface ByHand {
  /** What the daemon reads, in `folder`; those named …-up are programs. */
  files?(profile: WrittenProfile): readonly HostFile[]
  /** A script for sh, run in `folder`: links `hand` and, around it, `hand-x`; routes in table 6007; rules of protocol 67. */
  up(profile: WrittenProfile): string
}

export const folder = '/run/hand'

/** A batch costs one process, however many lines. */
export const ip = (family: 4 | 6, lines: readonly string[]) =>
  `ip -${family} -batch - <<EOF\n${lines.join('\n')}\nEOF\n`

/** Before anything else, as ours: packets for home go home or nowhere. */
export const guard = ({ home }: WrittenProfile): string =>
  ip(
    6,
    home.prefixes.flatMap((prefix) => [
      `rule add to ${prefix} unreachable pref 101 protocol 67`,
      `rule add to ${prefix} lookup 6007 pref 100 protocol 67`,
    ]),
  )

export const address = (device: string, own: string) => `address add ${own} dev ${device} noprefixroute nodad`
export const route = (device: string, to: string, via?: string) =>
  `route add ${to} ${via === undefined ? '' : `via ${via} `}dev ${device} table 6007`
export const rule = (to: string) => `rule add to ${to} lookup 6007 pref 110 protocol 67`

/** The IPv6 internet through home; what is specific in the main table stays as it was. */
export const internet = (device: string) => [
  route(device, 'default'),
  'rule add lookup main suppress_prefixlength 0 pref 120 protocol 67',
  'rule add lookup 6007 pref 121 protocol 67',
]

/** What only ESP may bring. */
export const refuse = (from: string, to: string, words = '') =>
  `xfrm policy add src ${from} dst ${to} ${words}dir in priority 1 action block`

/** Of every way: it takes away what is there. */
export const down = `cd ${folder}
if [ -e pid ]; then
  kill -TERM $(cat pid)
  while [ -d /proc/$(cat pid) ]; do sleep 0.02; done
fi
for link in hand hand-x; do ip link del $link 2>/dev/null; done
ip xfrm state flush
ip xfrm policy flush
ip -4 rule flush protocol 67
ip -6 rule flush protocol 67
rm -f pid vici
`
