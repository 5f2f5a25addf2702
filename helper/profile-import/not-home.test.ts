/** A network that can be nobody's home is left out by its file and line, whatever the file's format; the rest of the file is read. */
import { expect, test } from 'vitest'
import { assemble } from './assemble.ts'

interface Written {
  readonly name: string
  readonly line: number
  text(prefix: string): string
  /** Files beside it. */
  readonly beside?: Readonly<Record<string, string>>
}

const key = '0x00112233445566778899aabbccddeeff'
const written: readonly Written[] = [
  { name: 'ipsec.conf', line: 3, text: (prefix) => `conn home\n right=a.b\n rightsubnet=${prefix}\n` },
  {
    name: 'swanctl.conf',
    line: 5,
    text: (prefix) =>
      `connections {\n home {\n remote_addrs = a.b\n children { c {\n remote_ts = ${prefix}\n } }\n }\n}\n`,
  },
  {
    name: 'a.sswan',
    line: 3,
    text: (prefix) =>
      `{"uuid":"x","name":"a","type":"ikev2-eap",\n"remote":{"addr":"a.b"},\n"split-tunneling":{"subnets":["${prefix}"]}}`,
  },
  {
    name: 'a.nmconnection',
    line: 4,
    text: (prefix) =>
      `[vpn]\nservice-type=org.freedesktop.NetworkManager.strongswan\naddress=a.b\nremote-ts=${prefix}\n`,
  },
  { name: 'a.ovpn', line: 4, text: (prefix) => `client\ndev tap\nremote a.b\nroute-ipv6 ${prefix}\n` },
  {
    name: 'tap.up',
    line: 2,
    text: (prefix) => `#!/bin/sh\nip -6 route add ${prefix} dev $1\n`,
    beside: { 'a.ovpn': 'client\ndev tap\nremote a.b\nup tap.up\n' },
  },
  {
    name: 'ipsec-tools.conf',
    line: 4,
    text: (prefix) =>
      `#!/usr/sbin/setkey -f
add 2001:db8::1 2001:db8::2 esp 0x301 -E aes-cbc ${key} -A hmac-sha1 ${key}00112233;
add 2001:db8::2 2001:db8::1 esp 0x302 -E aes-cbc ${key} -A hmac-sha1 ${key}00112233;
spdadd fd00::/64 ${prefix} any -P out ipsec esp/tunnel/2001:db8::1-2001:db8::2/require;
`,
  },
  {
    name: 'hosts/gw',
    line: 2,
    text: (prefix) => `Address = a.b\nSubnet = ${prefix}\n`,
    beside: { 'tinc.conf': 'Name = laptop\nConnectTo = gw\n' },
  },
]

const nobodys = ['fe80::/10', 'fe80:1::/64', 'ff00::/8', '::1/128', '::ffff:192.168.1.0/120', '8000::/1']

const imported = ({ name, text, beside = {} }: Written, prefix: string, answers: ReadonlyMap<string, string>) =>
  assemble({
    files: Object.entries({ ...beside, [name]: text(prefix) }).map(([file, content]) => ({
      name: file,
      bytes: new TextEncoder().encode(content),
    })),
    answers,
  })

test.each(written.flatMap((one) => nobodys.map((prefix) => [one.name, prefix, one] as const)))(
  '%s with %s',
  (name, prefix, one) => {
    const draft = imported(one, prefix, new Map())
    if (!draft.ok) throw new Error(JSON.stringify(draft.fault))
    expect(draft.leftOut).toContainEqual(
      expect.objectContaining({
        from: { file: name, line: one.line },
        why: expect.stringMatching(/is nobody’s home: |takes in .*, and /),
      }),
    )
    expect(draft.understood.some(({ what }) => what.startsWith('home is'))).toBe(false)
  },
)

test.each(written.map((one) => [one.name, one] as const))('%s: an answer is none of those either', (_, one) => {
  const ids = ['home-prefix', 'remote-network', 'remote-networks']
  const draft = imported(one, 'ff00::/8', new Map(ids.map((id) => [id, 'fd00:1::/48, 127.0.0.0/8'])))
  if (!draft.ok) throw new Error(JSON.stringify(draft.fault))
  const again = draft.questions.filter(({ id }) => ids.includes(id))
  expect(again.length).toBeGreaterThan(0)
  for (const { why } of again) expect(why).toContain('“127.0.0.0/8” is nobody’s home: it is this laptop itself')
})
