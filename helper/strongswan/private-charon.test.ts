import { describe, expect, it } from 'vitest'
import { isOlder } from './private-charon.ts'
import { strongswanConf } from './strongswan-conf.ts'

describe('versions', () => {
  it.each([
    ['5.9.8', '5.9.8', false],
    ['5.9.7', '5.9.8', true],
    ['5.9.14', '5.9.8', false],
    ['6.0', '5.9.8', false],
    ['6.0.2dr1', '5.9.8', false],
    ['5.8', '5.9.8', true],
    ['nonsense', '5.9.8', true],
  ])('%s is older than %s: %s', (version, than, older) => {
    expect(isOlder(version, than)).toBe(older)
  })
})

describe('strongswan.conf', () => {
  const conf = strongswanConf({
    acquireExpires: 30,
    socket: '/run/roam6/charon/vici',
    logFile: '/run/roam6/charon/charon.log',
    ignoreInterfaces: ['roam6x', 'roam6'],
    ports: { ike: 0, nat: 0 },
  })
  it('keeps its hands off the system', () => {
    for (const line of ['install_routes = no', 'install_virtual_ip = no', 'interfaces_ignore = roam6x,roam6'])
      expect(conf).toContain(line)
    expect(conf).not.toMatch(/\b(?:resolve|bypass-lan|forecast|stroke)\b/)
  })
  it('marks what it sends and has a socket of its own', () => {
    expect(conf).toContain(`fwmark = ${0x6006}`)
    expect(conf).toContain('socket = unix:///run/roam6/charon/vici')
  })
  it('has balanced braces', () => {
    expect(conf.split('{').length).toBe(conf.split('}').length)
  })
})
