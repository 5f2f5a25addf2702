/** A profile with a mistake names line, column, key and what was meant, in words of no library. */
import { expect, test } from 'vitest'
import { seed001Toml } from '../../../test/fakes/seed001.ts'
import { faultText } from './faults.ts'
import { parseProfile } from './parse-profile.ts'

const faults = (toml: string) => {
  const parsed = parseProfile(toml)
  return parsed.ok ? [] : parsed.faults.map(faultText)
}

const mistakes: readonly (readonly [name: string, from: string | RegExp, to: string, told: readonly string[]])[] = [
  [
    'a misspelt key',
    'name = "Home lab"',
    'nmae = "Home lab"',
    ['line 2, column 1, nmae: “nmae” is no key here; did you mean “name”?'],
  ],
  [
    'an underscore',
    'remote-networks',
    'remote_networks',
    ['line 12, column 1, layer[0].remote_networks: “remote_networks” is no key here; did you mean “remote-networks”?'],
  ],
  [
    'a misspelt key in an inline table',
    'certificate = "laptop"',
    'certifcate = "laptop"',
    ['line 9, column 39, layer[0].identity.certifcate: “certifcate” is no key here; did you mean “certificate”?'],
  ],
  [
    'a misspelt table',
    '[[route]]',
    '[[rout]]',
    ['line 19, column 1, rout: “rout” is no key here; did you mean “route”?'],
  ],
  [
    'a key that is of nothing',
    'hosts = ["2a00::102"]',
    'colour = "blue"',
    ['line 6, column 1, home.colour: “colour” is no key here; there are prefixes, hosts'],
  ],
  [
    'a key of the top below a table',
    /name = "Home lab"\n([\s\S]*?)\[\[layer\]\]/,
    '$1name = "Home lab"\n[[layer]]',
    ['line 6, column 1, home.name: “name” is no key here; it belongs at the top of the file, before the first [table]'],
  ],
  [
    'a key of the layer below a table of the layer',
    /identity = (\{.*\})\npeer = .*\n/,
    'identity = $1\n[layer.peer]\nid = "tunnel.my.domain"\nauthorities = ["ca"]\n',
    [
      'line 13, column 1, layer[0].peer.request-addresses: “request-addresses” is no key here; it belongs to [[layer]], above [layer.peer]',
      'line 14, column 1, layer[0].peer.remote-networks: “remote-networks” is no key here; it belongs to [[layer]], above [layer.peer]',
    ],
  ],
  [
    'the beginning of a key',
    'certificate = "laptop"',
    'cert = "laptop"',
    ['line 9, column 39, layer[0].identity.cert: “cert” is no key here; did you mean “certificate”?'],
  ],
  [
    'one bracket for two',
    '[[route]]',
    '[route]',
    ['line 19, column 1, route: there may be several: the header is [[route]], with two brackets'],
  ],
  [
    'two brackets for one',
    '[home]',
    '[[home]]',
    ['line 4, column 1, home: there is one of it: the header is [home], with one bracket'],
  ],
  [
    'an address without its length',
    'address = "2a00::101/120"',
    'address = "2a00::101"',
    ['line 18, column 1, address[0].address: lacks its length, as in "2a00::101/64"'],
  ],
  [
    'ip’s word for everything',
    'to = "::/0"',
    'to = "default"',
    ['line 20, column 1, route[0].to: is written as "::/0"'],
  ],
  [
    'ipsec.conf’s mark of strictness',
    'kind = "ike"',
    'kind = "ike"\nike-proposals = ["aes128gcm16-prfsha256-ecp256!"]',
    [
      'line 9, column 18, layer[0].ike-proposals[0]: has a “!” at its end, as in ipsec.conf; leave it out: no other proposal is made here',
    ],
  ],
  [
    'proposals in one text',
    'kind = "ike"',
    'kind = "ike"\nesp-proposals = ["aes256gcm16,aes128gcm16"]',
    ['line 9, column 18, layer[0].esp-proposals[0]: is several proposals: each stands in quotes of its own'],
  ],
  [
    'the name of a file for its content',
    /pem = """[^"]*"""\n/,
    'pem = "/etc/ssl/laptop.pem"\n',
    [
      'line 22, column 1, certificate.laptop.pem: is the name of a file; a certificate stands here itself, between """ and """',
    ],
  ],
  [
    'a missing key',
    'prefixes = ["fd12:3456:789a::/48", "2a00::100/120"]',
    '',
    ['line 4, column 1, home.prefixes: “prefixes” is missing (a list in [ ])'],
  ],
  [
    'a missing key in an inline table',
    'id = "tunnel.my.domain", ',
    '',
    ['line 10, column 1, layer[0].peer.id: “id” is missing (text in quotes)'],
  ],
  [
    'a layer of no kind',
    'kind = "gre"',
    '',
    ['line 13, column 1, layer[1].kind: “kind” is missing: one of “ike”, “esp”, “openvpn”, “tinc”, “gre”, “ip6ip6”'],
  ],
  [
    'a layer of another kind',
    'kind = "ike"',
    'kind = "ikev2"',
    ['line 8, column 1, layer[0].kind: “ikev2” is none of “ike”, “esp”, “openvpn”, “tinc”, “gre”, “ip6ip6”'],
  ],
  [
    'a mode that is none',
    'kind = "ike"',
    'kind = "ike"\nmode = "tunel"',
    ['line 9, column 1, layer[0].mode: “tunel” is none of “tunnel”, “transport”; did you mean “tunnel”?'],
  ],
  [
    'text for a list',
    'hosts = ["2a00::102"]',
    'hosts = "2a00::102"',
    ['line 6, column 1, home.hosts: must be a list in [ ], and is text in quotes'],
  ],
  [
    'a number for text',
    'gateway = "5.6.7.8"',
    'gateway = 5',
    ['line 3, column 1, gateway: must be text in quotes, and is a number'],
  ],
  [
    'a fraction',
    'remote = "192.168.101.2"',
    'remote = "192.168.101.2"\nkey = 1.5',
    ['line 17, column 1, layer[1].key: must be a whole number, and is a number'],
  ],
  [
    'text for true',
    'remote = "192.168.101.2"',
    'remote = "192.168.101.2"\nchecksum = "yes"',
    ['line 17, column 1, layer[1].checksum: must be true or false, without quotes, and is text in quotes'],
  ],
  [
    'a word that is none',
    'local = "virtual"',
    'local = "virtul"',
    ['line 15, column 1, layer[1].local: must be an IPv4 or IPv6 address; did you mean “virtual”?'],
  ],
  [
    'a word that may not be',
    '[[route]]',
    '[start]\nwhen = "logon"\n[[route]]',
    ['line 20, column 1, start.when: “logon” is none of “manual”, “login”, “demand”; did you mean “login”?'],
  ],
  [
    'an entry of a list',
    '"2a00::102"',
    '"2a00::102", "nas"',
    ['line 6, column 23, home.hosts[1]: must be an IPv4 or IPv6 address'],
  ],
  [
    'an empty list',
    '["2a00::102"]',
    '[]\n[internet]\nhosts = [""]',
    ['line 8, column 10, internet.hosts[0]: must be an IPv4 or IPv6 address'],
  ],
  [
    'a name for a certificate that is none',
    '[certificate.laptop]',
    '[certificate."my laptop"]',
    ['line 21, column 1, certificate.my laptop: must be the name of a [certificate.NAME]'],
  ],
  [
    'a value without quotes',
    'gateway = "5.6.7.8"',
    'gateway = 5.6.7.8',
    ['line 3, column 14: this is no number; text stands in quotes'],
  ],
  [
    'quotes that are not closed',
    '"Home lab"',
    '"Home lab',
    ['line 2, column 17: the quotes of this text are not closed, or a control character is in it'],
  ],
  [
    'a later version',
    'name =',
    'version = 9\nname =',
    ['line 2, column 1, version: 9 is of a later Roam6, and this one reads versions up to 1: upgrade it'],
  ],
  [
    'what spans several keys',
    'remote = "192.168.101.2"',
    'remote = "192.168.7.2"',
    ['line 16, column 1, layer[1].remote: 192.168.7.2 is in none of the remote-networks that ESP carries'],
  ],
]

test.each(mistakes)('%s', (_, from, to, told) => {
  expect(faults(seed001Toml.replace(from, to)).map((text) => text.replace(/^name: /, ''))).toEqual(told)
})

test('texts with quotes, escapes and lines of their own do not mislead the scanner', () => {
  const tricky = `# [home] nmae = 1
name = """
[home]
gateway = "x\\""""
'gateway' = 'it\\' # "
[ home . "x" ]
list = [ # a list
  "a", { b = [1, 2], c = '''
]''' }, 1979-05-27,
]
`
  expect(faults(tricky).filter((text) => /home\.x|gateway/.test(text))).toEqual([
    'line 5, column 1, gateway: must be a host name or an address',
    'line 6, column 1, home.x: “x” is no key here; there are prefixes, hosts',
  ])
})

test('a list in the place of a table of several is told without a header that is right already', () => {
  const toml = seed001Toml.replace(/\[\[address\]\]\naddress = .*\n/, '').replace(/^/, 'address = [[]]')
  expect(faults(toml)).toEqual(['line 1, column 12, address[0]: must be a table, and is a list in [ ]'])
})

test('a key of many thousand parts costs no memory, and is told by its first', () => {
  const parts = '.a'.repeat(20_000)
  const header = '[[b'.concat('.b'.repeat(20_000), ']]\n')
  expect(faults(`a${parts} = [1, 2]\n${header}${seed001Toml}`)).toContainEqual(
    expect.stringMatching(/^line 1, column 1, a: “a” is no key here/),
  )
})
