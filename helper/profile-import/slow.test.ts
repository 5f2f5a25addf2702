/** What is made to be slow is read in the time that its length takes: nothing in a file makes anything wait. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { processorMs } from '../../test/fakes/processor-time.ts'
import { assemble } from './assemble.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const MB = 1024 * 1024

/** Local file headers (APPNOTE 4.3.7) with what follows them; written here, as packing 300 MB takes longer than reading it may. */
const zipOf = (packed: readonly Uint8Array[]) =>
  Buffer.concat(
    packed.flatMap((bytes, n) => {
      const header = Buffer.alloc(34)
      header.writeUInt32LE(0x04034b50, 0)
      header.writeUInt16LE(8, 8)
      header.writeUInt32LE(bytes.length, 18)
      header.writeUInt16LE(4, 26)
      header.write(`f${n}`.padEnd(4, '_'), 30)
      return [header, bytes]
    }),
  )

/** Milliseconds for one way in, on a machine that has other things to do. */
const most = 1_000

function within(name: string, bytes: Uint8Array, ms = most): void {
  const begun = processorMs()
  assemble({ files: [{ name, bytes }], answers: new Map() })
  const took = processorMs() - begun
  expect(took, `${name} took ${took.toFixed(0)} ms`).toBeLessThan(ms)
}

describe('files that stopped the helper', () => {
  const plist = (inside: string) =>
    `<?xml version="1.0"?><plist version="1.0"><dict><key>PayloadContent</key><array>${inside}</array></dict></plist>`

  test('a .mobileconfig with <key>, 50,000 spaces and a comment', () => {
    const key = `<key>${' '.repeat(50_000)}<!-- --></key><string>x</string>`
    within('a.mobileconfig', bytesOf(plist(`<dict>${key}</dict>`)))
  })

  test('60,000 blank lines before a good ipsec.conf', () => {
    within('ipsec.conf', bytesOf(`${'\n'.repeat(60_000)}conn home\n right=gw.example.org\n`))
  })

  test('a .sswan with a long string of \\"', () => {
    const profile = { uuid: 'x', name: '"'.repeat(400_000), type: 'ikev2-eap', remote: { addr: 'gw.example.org' } }
    within('a.sswan', bytesOf(JSON.stringify(profile)))
  })

  test('a plist of 15,000 dicts, side by side and one in another', () => {
    within('a.mobileconfig', bytesOf(plist('<dict></dict>'.repeat(15_000))))
    within('a.mobileconfig', bytesOf(plist(`${'<dict><key>a</key>'.repeat(15_000)}${'</dict>'.repeat(15_000)}`)))
  })

  test('a zip of 300 MB of nothing, in one file and in 300', () => {
    within('a.zip', zipOf([deflateRawSync(new Uint8Array(300 * MB), { level: 1 })]))
    within('a.zip', zipOf(Array(300).fill(deflateRawSync(new Uint8Array(MB), { level: 1 }))))
  })

  test('a base64 of a million "="', () => {
    const profile = {
      uuid: 'x',
      name: 'a',
      type: 'ikev2-cert',
      remote: { addr: 'a.b', cert: `${'='.repeat(1_000_000)}x` },
    }
    within('a.sswan', bytesOf(JSON.stringify(profile)))
  })

  test('an address of setkey of 200,000 digits', () => {
    within('ipsec-tools.conf', bytesOf(`add ${'a'.repeat(200_000)}`))
  })
})

/** One that makes each importer read on; and where in it the long part stands. */
const hosts: readonly (readonly [name: string, before: string, after: string])[] = [
  ['home.toml', '[[layer]]\nkind = "ike"\n', '\n'],
  ['home.toml', 'name = """', '"""\n[[layer]]\n'],
  ['home.toml', 'x = [', ']\n[[layer]]\n'],
  ['ipsec.conf', 'conn home\n right=gw.example.org\n', '\nconn other\n left=x\n'],
  ['ipsec.conf', 'conn home\n right=', '\n'],
  ['ipsec.conf', 'conn home\n right=gw.example.org\n leftid="', '"\n'],
  ['swanctl.conf', 'connections {\n home {\n remote_addrs = gw.example.org\n', '\n }\n}\n'],
  ['swanctl.conf', 'connections {\n home {\n remote_addrs = ', '\n }\n}\n'],
  ['a.nmconnection', '[vpn]\nservice-type=org.freedesktop.NetworkManager.strongswan\n', '\naddress=x\n'],
  ['a.nmconnection', '[vpn]\nservice-type=org.freedesktop.NetworkManager.openvpn\nremote=', '\n'],
  ['a.ovpn', 'client\ndev tap\nremote gw.example.org\n', '\nport 1194\n'],
  ['a.ovpn', 'client\ndev tap\nremote gw.example.org\n<ca>\n', '\n</ca>\n'],
  ['a.ovpn', 'client\ndev tap\nremote gw.example.org\nverify-x509-name "', '"\n'],
  ['tinc.conf', 'Name = laptop\nConnectTo = gateway\n', '\nPort = 655\n'],
  ['tinc.conf', 'Name = laptop\nConnectTo = ', '\n'],
  ['ipsec-tools.conf', '#!/usr/sbin/setkey -f\n', '\nadd ::1 ::2 esp 0x301 -E null;\n'],
  ['ipsec-tools.conf', '#!/usr/sbin/setkey -f\nadd ', ';\n'],
  ['a.sswan', '{"uuid":"x","name":"a","type":"ikev2-eap","remote":{"addr":"', '"}}'],
  ['a.sswan', '{"uuid":"x","name":"a","type":"ikev2-eap","remote":{"addr":"a.b"},"apps":[', '1]}'],
  ['a.mobileconfig', '<plist version="1.0"><dict><key>PayloadContent</key><array>', '</array></dict></plist>'],
  ['a.mobileconfig', '<plist version="1.0"><dict><key>PayloadContent</key><string>', '</string></dict></plist>'],
  ['a.pem', '', ''],
]

const pieces = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  '"',
  "'",
  '\\',
  '\\"',
  '\\\\"',
  "''",
  '""',
  '`',
  '$',
  '#',
  ';',
  ':',
  '=',
  ',',
  '.',
  '-',
  '/',
  'a',
  '0',
  '%',
  '@',
  '[',
  ']',
  '[]',
  '{',
  '}',
  '{}',
  '(',
  ')',
  '()',
  '<',
  '>',
  '&',
  '&amp;',
  '<!-- -->',
  '<a>',
  '</a>',
  'a ',
  ' a',
  'a\n',
  ' \n',
  '\n ',
  '#\n',
  'a=\n',
  'a=b\n',
  '=a\n',
  'a.a.',
  '[a]\n',
  '[Interface]\n',
  'GroupName=',
  '[[a]]\n',
  '[a.a]\n',
  'a = 1\n',
  '1,',
  '<key>',
  '</key>',
  '<key>a</key>',
  '<dict>',
  '<dict></dict>',
  '<string>a</string>',
  '<key> ',
  '<!--',
  '-->',
  '<array>',
  '-----BEGIN A-----\n',
  '-----END A-----\n',
  '-----',
  '-----BEGIN ',
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  'conn a\n also=a\n',
  ' : PSK a\n',
  'include *\n',
  'a { b = c }\n',
  'a : a {',
  'case a in a) ',
  'if [ a = a ]; then ',
  'fi; ',
  'remote a\n',
  'remote=a,',
  'route-ipv6 ::/0\n',
  '<ca>\n',
  'Subnet = ::/0\n',
  'add ::1 ::2 esp 0x301 -E null;\n',
  '\u2028',
  '\0',
  'é',
  '"a":1,',
  '"a":{',
  '"":"\\"",',
  '[[',
  '{"a":',
  '0x',
  'CN=,',
  '\\\n',
  '"""',
  "'''",
]

test.each(pieces)('50 kB of %j is read in no time, wherever it stands', (piece) => {
  const long = piece.repeat(Math.floor(50_000 / piece.length))
  for (const [name, before, after] of hosts) within(name, bytesOf(before + long + after))
})
