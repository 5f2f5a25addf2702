/** What an import says of a file is shown on screen and written into logs: no secret of it is there. */
import { expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { shown } from './draft.ts'

const secret = 'hunter2'
/** Of tinc 1.0's generate-keys, and of anything that looks as if it were a key. */
const key = 'D1A5bQ3xJ8mVw0Zk7Lr2Yt6Np4Gc9HsEfUiOqTaXvB0'

const said = (name: string, text: string, answers: Readonly<Record<string, string>> = {}) => {
  const assembled = assemble({
    files: [{ name, bytes: new TextEncoder().encode(text) }],
    answers: new Map(Object.entries(answers)),
  })
  if (!assembled.ok) return JSON.stringify(assembled)
  const { understood, leftOut, questions } = assembled
  expect(understood.length + leftOut.length).toBeGreaterThan(1)
  return JSON.stringify({ understood, leftOut, questions })
}

test.each([
  [
    'a.sswan',
    `{"uuid":"x","name":"a","type":"ikev2-eap","remote":{"addr":"a.b"},"local":{"shared_secret":"${secret}"}}`,
  ],
  ['a.sswan', `{"uuid":"x","name":"a","type":"ikev2-eap","remote":{"addr":"a.b"},"local":{"password":"${secret}"}}`],
  ['tinc.conf', `Name = laptop\nConnectTo = gw\nPrivateKey = ${key}\nEd25519PrivateKey=${key}\n`],
  ['tinc.conf', `Name = laptop\nConnectTo = gw\nPrivateKey ${secret}\nProxy = socks5 a.b 1080 user ${secret}\n`],
  [
    'a.nmconnection',
    `[vpn]\nservice-type=org.freedesktop.NetworkManager.strongswan\naddress=a.b\npassword=${secret}\n`,
  ],
  [
    'a.nmconnection',
    `[vpn]\nservice-type=org.freedesktop.NetworkManager.openvpn\nremote=a.b\nhttp-proxy-password=${secret}\n`,
  ],
  [
    'a.nmconnection',
    `[vpn]\nservice-type=org.freedesktop.NetworkManager.strongswan\naddress=a.b\n[wifi-security]\npsk=${secret}\n`,
  ],
  ['a.ovpn', `client\ndev tap\nremote a.b\nhttp-proxy-user-pass alice ${secret}\n`],
  ['a.ovpn', `client\ndev tap\nremote a.b\n<http-proxy-user-pass>\nalice\n${secret}\n</http-proxy-user-pass>\n`],
  ['a.ovpn', `client\ndev tap\nremote a.b\n<auth-user-pass>\nalice\n${secret}\n</auth-user-pass>\nroute-ipv6 ::/0\n`],
  ['a.ovpn', `client\ndev tap\nremote a.b\nauth-token ${secret}\nsetenv passwords ${secret}\n`],
  ['a.ovpn', `client\ndev tap\nremote a.b\nauth-user-pass alice ${secret}\nsocks-proxy-password ${secret}\n`],
  ['a.ovpn', `client\ndev tap\nremote a.b\nsetenv UV_PASSWORD ${secret}\n`],
  [
    'a.nmconnection',
    `[vpn]\nservice-type=org.freedesktop.NetworkManager.strongswan\naddress=a.b\n[wifi-security]\nwep-key0=${secret}\nleap-password=${secret}\n[802-1x]\npassword-raw=${secret}\npin=${secret}\n`,
  ],
  [
    'a.nmconnection',
    `[vpn]\nservice-type=org.freedesktop.NetworkManager.strongswan\naddress=a.b\n[wireguard]\nprivate-key=${secret}\n[wireguard-peer.x]\npreshared-key=${secret}\n[macsec]\nmka-cak=1\nkey=${secret}\n`,
  ],
  [
    'a.sswan',
    `{"uuid":"x","name":"a","type":"ikev2-eap","remote":{"addr":"a.b","token":"${secret}"},"local":{"private":"${secret}","key":"${secret}"}}`,
  ],
  ['tinc.conf', `Name = laptop\nConnectTo = gw\nKey = ${secret}\nPresharedKey = ${secret}\n`],
  ['ipsec.conf', `conn home\n right=a.b\n leftpin=${secret}\n api_key=${secret}\n lefttoken=${secret}\n`],
  ['ipsec.conf', `conn home\n right=a.b\n leftpassword=${secret}\n leftauth=psk\n xauthpassword="${secret}"\n`],
  ['swanctl.conf', `connections {\n home {\n remote_addrs = a.b\n local {\n secret = ${secret}\n }\n }\n}\n`],
  [
    'swanctl.conf',
    `connections {\n home {\n remote_addrs = a.b\n }\n}\nsecrets {\n ppk-1 {\n secret = ${secret}\n }\n token-1 {\n pin = ${secret}\n }\n}\n`,
  ],
  [
    'ipsec-tools.conf',
    `#!/usr/sbin/setkey -f\nadd ::1 ::2 esp 0x301 -E aes-cbc 0x00112233445566778899aabbccddeeff -A hmac-sha1 "${secret}";\n`,
  ],
  [
    'a.mobileconfig',
    `<plist version="1.0"><dict><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.vpn.managed</string>
<key>VPNType</key><string>IKEv2</string><key>IKEv2</key><dict><key>RemoteAddress</key><string>a.b</string>
<key>XAuthPassword</key><string>${secret}</string><key>SharedSecret</key><string>${secret}</string></dict></dict></array></dict></plist>`,
  ],
])('%s %#: no secret is said', (name, text) => {
  const words = said(name, text)
  expect(words).not.toContain(secret)
  expect(words).not.toContain(key)
  expect(words).not.toContain('00112233445566778899aabbccddeeff')
})

test.each([
  ['local.shared_secret = hunter2', 'local.shared_secret = …'],
  ['leftpassword=hunter2 and more', 'leftpassword=…'],
  ['PrivateKey hunter2', 'PrivateKey …'],
  ['[vpn] password=x', '[vpn] password=…'],
  ['http-proxy-user-pass alice hunter2', 'http-proxy-user-pass …'],
  [`line with ${key} in it`, 'line with … in it'],
  ['-E aes-cbc 0x00112233445566778899aabbccddeeff', '-E aes-cbc …'],
  ['key = hunter2', 'key = …'],
  ['local.key = hunter2', 'local.key = …'],
  ['wep-key0=hunter2', 'wep-key0=…'],
  ['auth-token hunter2', 'auth-token …'],
  ['WEPKey = hunter2', 'WEPKey = …'],
  ['"password": "hunter2"', '"password": …'],
  ["'key' = 'hunter2'", "'key' = …"],
  // What is no secret stays.
  ['key laptop.key', 'key laptop.key'],
  ['key=/etc/ssl/private/laptop.key', 'key=/etc/ssl/private/laptop.key'],
  ['ip link add gre1 type gre key 42', 'ip link add gre1 type gre key 42'],
  ['input-key=42', 'input-key=42'],
  ['rekey=no', 'rekey=no'],
  ['eap_identity=alice', 'eap_identity=alice'],
  ['remote.eap_id = alice@my.domain', 'remote.eap_id = alice@my.domain'],
  ['auth-user-pass login.txt', 'auth-user-pass login.txt'],
  ['secret home.key 1', 'secret home.key 1'],
  ['PrivateKeyFile = /etc/tinc/rsa_key.priv', 'PrivateKeyFile = /etc/tinc/rsa_key.priv'],
  ['passphrase of laptop.p12', 'passphrase of laptop.p12'],
  ['password-flags=1', 'password-flags=1'],
  ['secret of type PSK', 'secret of type PSK'],
  [`Ed25519PublicKey = ${key}`, `Ed25519PublicKey = ${key}`],
  [
    '/etc/ipsec.d/certs/AVeryLongNameOfAFile2WithNoDotInItAtAll0123456789',
    '/etc/ipsec.d/certs/AVeryLongNameOfAFile2WithNoDotInItAtAll0123456789',
  ],
  ['route-ipv6 2001:db8::/32 fd12:3456:789a::1', 'route-ipv6 2001:db8::/32 fd12:3456:789a::1'],
  [
    'ike=aes256gcm16-prfsha384-ecp384,aes256-sha256-modp2048',
    'ike=aes256gcm16-prfsha384-ecp384,aes256-sha256-modp2048',
  ],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected)
})
