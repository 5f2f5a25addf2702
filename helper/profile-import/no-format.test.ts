/** What another VPN's file is, and what is text in another encoding, is said with what to do. */
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'

const told = (name: string, bytes: Uint8Array) => {
  const answer = assemble({ files: [{ name, bytes }], answers: new Map() })
  return answer.ok ? 'is taken' : `${answer.fault.place} ${answer.fault.what}`
}
const toldOf = (name: string, text: string) => told(name, Buffer.from(text))

describe('files of other VPNs', () => {
  test.each([
    ['wg0.conf', '[Interface]\nPrivateKey = aaa\n[Peer]\nEndpoint = a:51820\n', 'is for WireGuard'],
    ['wg.nmconnection', '[connection]\ntype=wireguard\n[wireguard]\nprivate-key=a\n', 'is for WireGuard'],
    ['wg.netdev', '[NetDev]\nName=wg0\nKind=wireguard\n', 'is for WireGuard'],
    ['fritz.cfg', 'vpncfg {\n  connections {\n    enabled = yes;\n  }\n}\n', 'is for a FRITZ!Box’s IPsec'],
    ['corp.pcf', '[main]\nHost=1.2.3.4\nGroupName=g\nenc_GroupPwd=AA\n', 'is for Cisco’s VPN client'],
    ['corp.xml', '<?xml version="1.0"?><AnyConnectProfile/>', 'is for AnyConnect'],
    ['l2tp.nmconnection', '[vpn]\nservice-type=org.freedesktop.NetworkManager.l2tp\n', 'is for a VPN that is none'],
  ])('%s', (name, text, what) => expect(toldOf(name, text)).toContain(`${name} ${what}`))

  test('one among files of a way home keeps nobody from that way', () => {
    const files = [
      { name: 'wg0.conf', bytes: Buffer.from('[Interface]\nPrivateKey = aaa\n') },
      { name: 'home.ovpn', bytes: Buffer.from('client\ndev tap\nremote gw.example.org 1194\n') },
    ]
    const answer = assemble({ files, answers: new Map() })
    expect(answer.ok && answer.format).toBe('openvpn')
  })

  test('a profile that speaks of one is still a profile’s text', () => {
    expect(toldOf('home.toml', '# not [Interface]\n# PrivateKey = of WireGuard\n')).not.toContain('WireGuard')
  })
})

test('text in another encoding', () => {
  expect(told('a.toml', Buffer.from('\ufeffname = "x"', 'utf16le'))).toBe('a.toml is text in UTF-16')
  expect(told('a.conf', Buffer.from('# H\xe4us\n', 'latin1'))).toBe('a.conf is text in another encoding than UTF-8')
  expect(told('a.bin', Buffer.from([0, 1, 2, 255]))).toBe('a.bin is of no format that is known here')
})

test('an archive of which nothing can be read says what it lacks', () => {
  const zip = zipSync({ 'home.toml': new Uint8Array(2 ** 21) })
  expect(told('x.zip', zip)).toBe('x.zip home.toml is too large')
  expect(told('x.zip', zip.subarray(0, 200))).toBe('x.zip is damaged')
})
