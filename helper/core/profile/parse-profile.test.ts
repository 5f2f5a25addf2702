import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { laptopCertificate, laptopKey, seed001Toml } from '../../../test/fakes/seed001.ts'
import { exportProfile } from './export-profile.ts'
import { mask } from './mask.ts'
import { parseProfile } from './parse-profile.ts'

const faults = (toml: string) => {
  const parsed = parseProfile(toml)
  return parsed.ok ? [] : parsed.faults.map(({ place, what }) => `${place}: ${what}`)
}

test('seed 001’s laptop is a profile', () => {
  expect(faults(seed001Toml)).toEqual([])
})

test('addresses are kept in the kernel’s spelling', () => {
  const parsed = parseProfile(seed001Toml.replace('2a00::101/120', '2A00:0:0::0101/120'))
  expect(parsed.ok && parsed.profile.address[0]?.address).toBe('2a00::101/120')
})

describe('each fault names its place and what to do', () => {
  test.each([
    [
      'prefix not on a boundary',
      '"2a00::100/120"]',
      '"2a00::101/120"]',
      'home.prefixes[1]: “2a00::101/120” is not on a prefix boundary; did you mean 2a00::100/120?',
    ],
    [
      'everything as home',
      '"2a00::100/120"]',
      '"::/0"]',
      'home.prefixes[1]: home cannot be everything; use [[route]] to = "::/0"',
    ],
    ['an overlay outermost', 'kind = "ike"', 'kind = "gre"', 'layer[0].local: “local” is missing'],
    [
      'a certificate that is not there',
      'certificate = "laptop"',
      'certificate = "desktop"',
      'layer[0].identity.certificate: there is no [certificate.desktop]',
    ],
    [
      'a GRE end that ESP does not carry',
      'remote = "192.168.101.2"',
      'remote = "192.168.7.2"',
      'layer[1].remote: 192.168.7.2 is in none of the remote-networks that ESP carries',
    ],
    ['a line that is no TOML', 'gateway = "5.6.7.8"', 'gateway = 5.6.7.8', ': this is no number'],
    [
      'a newline in an identity',
      'client@my.domain',
      'x\\n leftupdown=/tmp/x',
      'layer[0].identity.id: must be one line of printable text',
    ],
    ['an option that would be a flag', 'gateway = "5.6.7.8"', 'gateway = "5.6.7"', 'gateway: “5.6.7” is no address'],
    ['a key that is not known', '[[route]]', '[[rout]]', 'rout: “rout” is no key here; did you mean “route”?'],
    [
      'a proposal with something behind it',
      'kind = "ike"',
      'kind = "ike"\nesp-proposals = ["aes128; }"]',
      'layer[0].esp-proposals[0]: must be a proposal such as',
    ],
    ['a name that is a path', 'name = "Home lab"', 'name = "../../etc/x"', 'name: must not contain / or \\'],
  ])('%s', (_, from, to, expected) => {
    const found = faults(seed001Toml.replace(from, to))
    expect(
      found.some((fault) => fault.startsWith(expected)),
      found.join('\n'),
    ).toBe(true)
  })
})

describe('ESP’s transport mode', () => {
  const transport = seed001Toml
    .replace('request-addresses = ["0.0.0.0"]\nremote-networks = ["192.168.101.0/24"]', 'mode = "transport"')
    .replace('local = "virtual"\nremote = "192.168.101.2"', 'local = "203.0.113.2"\nremote = "5.6.7.8"')

  test('takes GRE from a fixed address to the gateway itself', () => expect(faults(transport)).toEqual([]))

  test.each([
    [
      'has no networks to name',
      'mode = "transport"',
      'mode = "transport"\nremote-networks = ["192.168.101.0/24"]',
      'layer[0].remote-networks: transport mode is between the two ends themselves: leave this out',
    ],
    [
      'gives no address',
      'local = "203.0.113.2"',
      'local = "virtual"',
      'layer[1].local: transport mode gives no address: name the public one that this laptop has',
    ],
    [
      'goes to the gateway, by its address',
      'gateway = "5.6.7.8"',
      'gateway = "tunnel.my.domain"',
      'layer[1].remote: in transport mode GRE ends at the gateway itself: gateway = "5.6.7.8"',
    ],
    [
      'is of one family',
      'local = "203.0.113.2"',
      'local = "2001:db8::2"',
      'layer[1].local: 2001:db8::2 and 5.6.7.8 are of different families',
    ],
    [
      'is for GRE',
      '[[layer]]\nkind = "gre"\nlocal = "203.0.113.2"\nremote = "5.6.7.8"',
      '',
      'layer[0].mode: transport mode is for a gre layer inside it: add one, or use tunnel mode',
    ],
  ])('%s', (_, from, to, expected) => expect(faults(transport.replace(from, to))).toEqual([expected]))
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(seed001Toml.length), (text, at) => {
      parseProfile(text)
      parseProfile(seed001Toml.slice(0, at) + text + seed001Toml.slice(at))
    }),
  )
})

test('a profile is exported with its PEM in lines', () => {
  const read = (toml: string) => {
    const outcome = parseProfile(toml)
    return outcome.ok ? outcome.profile : undefined
  }
  const profile = read(seed001Toml)
  const toml = profile ? exportProfile(profile) : ''
  expect(toml).toContain('\npem = """\n-----BEGIN CERTIFICATE-----\n')
  expect(read(toml)).toEqual(profile)
})

test('a masked profile has no key and no secret', () => {
  const parsed = parseProfile(
    seed001Toml.replace('id = "client@my.domain",', 'id = "client@my.domain", secret = "hunter2",'),
  )
  if (!parsed.ok) throw new Error('no profile')
  const text = JSON.stringify(mask(parsed.profile))
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain(laptopKey.split('\n')[1])
})

describe('PEM in a profile', () => {
  const [, digits = ''] = laptopKey.split('\n')

  test('that holds certificate and key is split: the key is masked as all are', () => {
    const both = `${laptopCertificate}Bag Attributes\n${laptopKey}`
    const parsed = parseProfile(seed001Toml.replace(laptopCertificate, both).replace(`key = """${laptopKey}"""\n`, ''))
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
    expect(parsed.profile.certificate.laptop).toEqual({ pem: laptopCertificate, key: laptopKey })
    expect(JSON.stringify(mask(parsed.profile))).not.toContain(digits)
    expect(JSON.stringify(parsed.profile)).toContain(digits)
  })

  test.each([
    ['certificate.laptop.pem', laptopCertificate, 'milk', 'holds no PEM of a certificate'],
    ['certificate.laptop.pem', laptopCertificate, laptopKey, 'holds no PEM of a certificate'],
    ['certificate.laptop.key', laptopKey, '(hidden)', 'holds no PEM of a private key'],
  ])('%s: %s', (place, from, to, what) => {
    expect(faults(seed001Toml.replace(from, to))).toEqual([`${place}: ${what}`])
  })

  test('a name that every object has is no certificate', () => {
    const text = seed001Toml.replace('authorities = ["ca"]', 'authorities = ["constructor"]')
    expect(faults(text)).toEqual(['layer[0].peer.authorities[0]: there is no [certificate.constructor]'])
  })
})

describe('a network behind the laptop', () => {
  const withBehind = (behind: string, toml = seed001Toml) =>
    faults(`${toml}\n[behind]\nlink = "eth1"\naddress = "${behind}"`)

  test.each([
    ['is IPv6', '10.0.0.1/24', '10.0.0.1/24 is IPv4: a network behind this laptop is IPv6'],
    ['has room', 'fd00::1/128', 'fd00::1/128 is a single address: nobody else has room behind this laptop'],
    [
      'has an address for the laptop',
      'fd00:0::/64',
      'fd00::/64 is the network itself: name the laptop’s own address in it',
    ],
    [
      'leaves home where it is',
      'fd12:3456::1/32',
      'fd12:3456::/32 takes in home’s fd12:3456:789a::/48: what is behind this laptop is a part of home, or beside it',
    ],
  ])('%s', (_, address, expected) => {
    expect(withBehind(address)).toEqual([`behind.address: ${expected}`])
  })

  test('is on a device of its own', () => {
    const on = (link: string) => faults(`${seed001Toml}\n[behind]\nlink = "${link}"\naddress = "fd00::1/64"`)
    expect(on('roam6x')).toEqual([
      'behind.link: roam6x is a device of the tunnel: name the one that the network behind is on',
    ])
    expect(on('../x')).toEqual([expect.stringContaining('behind.link: must be a device name')])
  })

  test('is a part of home, or beside it', () => {
    expect(withBehind('fd12:3456:789a:9::1/64')).toEqual([])
    expect(withBehind('2001:db8:9::1/64')).toEqual([])
  })

  test('has neither the tunnel’s own addresses nor home’s hosts in it', () => {
    const home = seed001Toml
      .replace('2a00::101/120', 'fd12:3456:789a:9::2/64')
      .replace('["2a00::102"]', '["fd12:3456:789a:9::3"]')
    expect(withBehind('fd12:3456:789a:9::1/64', home)).toEqual([
      'home.hosts[0]: fd12:3456:789a:9::3 is in fd12:3456:789a:9::/64, which is behind this laptop (behind.address)',
      'address[0].address: fd12:3456:789a:9::2 is in fd12:3456:789a:9::/64, which is behind this laptop (behind.address)',
    ])
  })

  test('is among what the innermost layer was told to carry, where it carries nothing else', () => {
    const overlay = /\[\[layer\]\]\nkind = "gre"[^[]*/
    const bare = seed001Toml.replace(overlay, '').replace('"192.168.101.0/24"', '"fd12:3456:789a::/48"')
    const told = bare.replace('remote-networks', 'local-networks = ["fd12:3456:789a:9::/64"]\nremote-networks')
    expect(withBehind('fd12:3456:789a:9::1/64', bare)).toEqual([
      'behind.address: fd12:3456:789a:9::/64 is in none of the local-networks of layer[0]',
    ])
    expect(withBehind('fd12:3456:789a:9::1/64', told)).toEqual([])
  })
})

describe('home.prefixes and remote networks that are nobody’s home are refused with a word why', () => {
  const asHome = (prefix: string) => faults(seed001Toml.replace('"2a00::100/120"]', `"${prefix}"]`))
  test.each([
    [
      '::ffff:192.168.1.0/120',
      '“::ffff:192.168.1.0/120” is nobody’s home: it is IPv4 written as IPv6 (RFC 4291, 2.5.5.2): name the IPv4 prefix',
    ],
    ['fe80::/10', '“fe80::/10” is nobody’s home: every link has it for itself (RFC 4291, 2.5.6)'],
    ['fe80:1::/64', '“fe80:1::/64” is nobody’s home: every link has it for itself (RFC 4291, 2.5.6)'],
    ['ff00::/8', '“ff00::/8” is nobody’s home: it is multicast (RFC 4291, 2.7)'],
    ['::1/128', '“::1/128” is nobody’s home: it is this laptop itself (RFC 4291, 2.5.3)'],
    ['127.0.0.0/8', '“127.0.0.0/8” is nobody’s home: it is this laptop itself (RFC 1122, 3.2.1.3)'],
    ['239.1.0.0/16', '“239.1.0.0/16” is nobody’s home: it is multicast (RFC 5771)'],
    ['0.0.0.0/1', '“0.0.0.0/1” takes in 0.0.0.0/8, and it is this network itself (RFC 1122, 3.2.1.3)'],
    ['128.0.0.0/1', '“128.0.0.0/1” takes in 169.254.0.0/16, and every link has it for itself (RFC 3927)'],
    ['8000::/1', '“8000::/1” takes in fe80::/10, and every link has it for itself (RFC 4291, 2.5.6)'],
  ])('%s', (prefix, expected) => {
    expect(asHome(prefix)).toEqual([`home.prefixes[1]: ${expected}`])
  })

  test.each(['192.168.0.0/16', '2000::/3', 'fc00::/7', '100.64.0.0/10', '10.0.0.0/8'])('%s may be home’s', (prefix) => {
    expect(asHome(prefix)).toEqual([])
  })

  test('so are networks that a layer reaches, but for everything', () => {
    const reaching = (network: string) =>
      faults(seed001Toml.replace('"192.168.101.0/24"', `"192.168.101.0/24", "${network}"`))
    expect(reaching('127.0.0.0/8')).toEqual([expect.stringContaining('layer[0].remote-networks[1]: “127.0.0.0/8”')])
    expect(reaching('0.0.0.0/0')).toEqual([])
  })
})

test('the IPv6 internet is guarded where it is routed home', () => {
  const guarded = `${seed001Toml}\n[internet]\nguarded = true\n`
  const parsed = parseProfile(guarded)
  expect(parsed.ok && parsed.profile.internet).toEqual({ hosts: [], guarded: true })
  expect(faults(guarded.replace('[[route]]\nto = "::/0"', ''))).toEqual([
    'internet.guarded: nothing leads to the IPv6 internet by home: add [[route]] to = "::/0"',
  ])
})
