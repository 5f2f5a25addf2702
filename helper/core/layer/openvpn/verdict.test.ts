import { describe, expect, test } from 'vitest'
import { beforeAnyTry, hear, isDecided } from './verdict.ts'

const udp = (address: string) => [
  `TCP/UDP: Preserving recently used remote address: [AF_INET]${address}`,
  'Socket Buffers: R=[212992->212992] S=[212992->212992]',
  'UDPv4 link local: (not bound)',
  `UDPv4 link remote: [AF_INET]${address}`,
]
const tcp = (address: string) => [
  `TCP/UDP: Preserving recently used remote address: [AF_INET]${address}`,
  `Attempting to establish TCP connection with [AF_INET]${address}`,
  `TCP connection established with [AF_INET]${address}`,
  'TCPv4_CLIENT link local: (not bound)',
  `TCPv4_CLIENT link remote: [AF_INET]${address}`,
]
const initial = 'TLS: Initial packet from [AF_INET]5.6.7.8:1194, sid=2b91abbf e27e1b57'
const restart = ['SIGUSR1[soft,tls-error] received, process restarting', 'Restart pause, 1 second(s)']
const refusals = [
  'Sent fatal SSL alert: unknown CA',
  'OpenSSL: error:0A000086:SSL routines::certificate verify failed:',
  'TLS_ERROR: BIO read tls_read_plaintext error',
  'TLS Error: TLS object -> incoming plaintext read error',
  'TLS Error: TLS handshake failed',
  ...restart,
]
const verdict = 'VERIFY ERROR: depth=1, error=self-signed certificate in certificate chain: CN=other CA, serial=6522'
const closed = 'read UDPv4 [ECONNREFUSED]: Connection refused (fd=3,code=111)'
const silence = [
  'TLS Error: TLS key negotiation failed to occur within 12 seconds (check your network connectivity)',
  'TLS Error: TLS handshake failed',
  ...restart,
]

/** How many lines are heard until it is decided; null where it never is. */
function decidedAt(lines: readonly string[], remotes: number): number | null {
  let round = beforeAnyTry
  for (const [at, line] of lines.entries()) {
    round = hear(round, line)
    if (isDecided(round, remotes)) return at
  }
  return null
}

describe('one remote', () => {
  test.each([
    verdict,
    'VERIFY ERROR: depth=0, error=certificate has expired: CN=tunnel.my.domain, serial=1',
    'VERIFY ERROR: depth=0, error=unsuitable certificate purpose: CN=gwclient, serial=4320',
    'VERIFY X509NAME ERROR: CN=gw, must be elsewhere',
    'VERIFY KU ERROR',
    'VERIFY EKU ERROR',
    'OpenSSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48',
    'OpenSSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45',
    'OpenSSL: error:0A00042E:SSL routines::tlsv1 alert protocol version:SSL alert number 70',
    'OpenSSL: error:0A000102:SSL routines::unsupported protocol:',
    "OPTIONS ERROR: failed to negotiate cipher with server.  Add the server's cipher ('AES-256-CBC') to --data-ciphers (currently 'AES-256-GCM') if you want to connect to this server.",
    'AUTH: Received control message: AUTH_FAILED,Data channel cipher negotiation failed (no shared cipher)',
  ])('is decided by: %s', (line) => {
    const before = [...udp('5.6.7.8:1194'), initial]
    expect(decidedAt([...before, line, ...refusals], 1)).toBe(before.length)
  })

  test('is decided by a port that stays closed', () => {
    expect(decidedAt([...udp('5.6.7.8:1194'), closed, 'TLS: something else', closed], 1)).toBe(udp('').length + 2)
    expect(decidedAt([...udp('5.6.7.8:1194'), closed, ...udp('5.6.7.8:1194'), closed], 1)).toBeNull()
  })

  test.each([
    ['silence', silence],
    ['a port that is closed once: it may open yet', [closed]],
    ['certificates that are good', ['VERIFY OK: depth=1, CN=ca', 'VERIFY KU OK', 'VERIFY EKU OK']],
    // A single datagram of a stranger's would do for these.
    ['a packet made with another key', ['TLS Error: incoming packet authentication failed from [AF_INET]5.6.7.8:1194']],
    ['a packet that does not unwrap', ['tls-crypt unwrap error: packet authentication failed']],
    ['a packet that is not ours', ['Authenticate/Decrypt packet error: packet HMAC authentication failed']],
  ])('is not decided by %s', (_, lines) => {
    expect(decidedAt([...udp('5.6.7.8:1194'), ...lines, ...udp('5.6.7.8:1194')], 1)).toBeNull()
  })
})

describe('of several remotes', () => {
  const refused = [initial, verdict, ...refusals]
  const [first, second] = [udp('5.6.7.8:1194'), tcp('5.6.7.8:1194')]

  test('the next is tried before the verdict on one is the failure', () => {
    expect(decidedAt([...first, ...refused, ...second], 2)).toBeNull()
    const round = [...first, ...refused, ...second, ...silence]
    expect(decidedAt([...round, ...first], 2)).toBe(round.length + first.length - 1)
  })

  test('silence of all is no verdict', () => {
    expect(decidedAt([...first, ...silence, ...second, ...silence, ...first, ...silence], 2)).toBeNull()
  })

  test('one of them is twice in the list: the last is tried all the same', () => {
    const round = [...first, ...refused, ...first, ...refused, ...second]
    expect(decidedAt(round, 3)).toBeNull()
    expect(decidedAt([...round, ...refused, ...first], 3)).not.toBeNull()
  })

  test('what was the verdict is kept, however much is said behind it', () => {
    const round = [...first, ...refused, ...second, ...silence].reduce(hear, beforeAnyTry)
    expect(round.verdict).toBe(verdict)
  })
})
