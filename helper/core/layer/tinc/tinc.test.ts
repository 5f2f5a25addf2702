import * as v from 'valibot'
import { expect, test } from 'vitest'
import { TincLayer } from '../../../contract/layer/tinc.ts'
import { tincFolder, tincSubnet } from './config.ts'
import { diagnoseTinc } from './diagnose.ts'
import { peersOf } from './established.ts'
import { readTincNode } from './read-log.ts'

test.each([
  ['2002:102:304:5::/64', '2002:102:304:5:0:0:0:0/64'],
  ['::/0', '0:0:0:0:0:0:0:0/0'],
  ['2002:102:304:4::1/128', '2002:102:304:4:0:0:0:1/128'],
  ['192.168.101.0/24', '192.168.101.0/24'],
])('tinc knows no "::": %s', (prefix, written) => {
  expect(tincSubnet(prefix)).toBe(written)
})

test('the folder has the gateway’s address, no script, and nothing outside itself', () => {
  const layer = v.parse(TincLayer, {
    kind: 'tinc',
    name: 'my_laptop',
    subnets: ['2002:102:304:5::/64'],
    key: 'KEY',
    'connect-to': ['gateway'],
    hosts: [{ name: 'gateway', subnets: ['::/0'], 'public-key': 'PUBLIC' }],
  })
  const files = tincFolder(layer, '5.6.7.8')
  expect(files.map(({ name }) => name)).toEqual(['tinc.conf', 'rsa_key.priv', 'hosts/my_laptop', 'hosts/gateway'])
  expect(files.at(-1)?.content).toBe('Address = 5.6.7.8 655\nSubnet = 0:0:0:0:0:0:0:0/0\nPUBLIC\n')
  expect(v.safeParse(TincLayer, { ...layer, name: '../x' }).success).toBe(false)
})

const context = { gateway: '5.6.7.8', port: 655, gatewayNode: 'gateway', ownNode: 'my_laptop' }
test.each([
  ['Error while connecting to gateway (5.6.7.8 port 655): Connection refused', 'tinc-port-closed'],
  ['Timeout from gateway (5.6.7.8 port 655) during authentication', 'tinc-rejected'],
  ['Possible intruder gateway (5.6.7.8 port 655): wrong challenge reply', 'tinc-wrong-key'],
  ['Connection closed by gateway (5.6.7.8 port 655)', 'tinc-rejected'],
  ['Trying to connect to gateway (5.6.7.8 port 655)', 'tinc-silent'],
])('%s', (line, code) => {
  expect(diagnoseTinc([line], context).code).toBe(code)
})

test('a node’s line in the dump', () => {
  const line =
    ' my_pc at 192.168.0.3 port 655 cipher 427 digest 64 maclength 4 compression 0 options c status 0018 nexthop my_pc via my_pc pmtu 1451 (min 1451 max 1451)'
  expect(readTincNode(line)).toEqual({ name: 'my_pc', reachable: true, direct: true })
  const byGateway = line.replace('nexthop my_pc', 'nexthop gateway')
  // Connected by way of the gateway, and found on the LAN: packets go there.
  expect(readTincNode(byGateway)).toMatchObject({ direct: true })
  expect(readTincNode(byGateway.replace('(min 1451', '(min 0'))).toMatchObject({ direct: false })
  expect(readTincNode(byGateway.replace('via my_pc', 'via gateway'))).toMatchObject({ direct: false })
})

test('a gateway that is connected is one of the nodes, whether the daemon lists it yet or not', () => {
  const gateway = { name: 'gateway', reachable: false, direct: false }
  const other = { name: 'other', reachable: true, direct: false }
  expect(peersOf([], 'gateway')).toEqual([{ name: 'gateway', direct: true }])
  expect(peersOf([gateway, other], 'gateway').map(({ name }) => name)).toEqual(['gateway', 'other'])
  expect(peersOf([{ ...gateway, reachable: true }], 'gateway')).toEqual([{ name: 'gateway', direct: true }])
  expect(peersOf([gateway, other], null)).toEqual([{ name: 'other', direct: false }])
})
