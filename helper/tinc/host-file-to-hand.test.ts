import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Profile } from '../contract/profile.ts'
import { hostFileToHand } from './host-file-to-hand.ts'

const key = (name: string) => readFileSync(join(import.meta.dirname, '../../test/fakes/pki', name), 'utf8')
const profile = (privateKey: string) =>
  v.parse(Profile, {
    name: 'Mesh',
    gateway: 'gw.my.domain',
    home: { prefixes: ['fd12:3456:789a::/48'] },
    layer: [
      {
        kind: 'tinc',
        name: 'laptop',
        subnets: ['fd12:3456:789a:7::/64'],
        key: privateKey,
        'connect-to': ['gateway'],
        hosts: [{ name: 'gateway', 'public-key': 'PUBLIC' }],
      },
    ],
  })

test('it has the subnets and the public half of the key, and nothing of the private one', () => {
  const file = hostFileToHand(profile(key('rsa.key')))
  expect(file?.name).toBe('hosts/laptop')
  expect(file?.content).toMatch(
    /^Subnet = fd12:3456:789a:7:0:0:0:0\/64\n-----BEGIN RSA PUBLIC KEY-----\n[^-]+-----END RSA PUBLIC KEY-----\n$/,
  )
})

test('there is none for a key that is not RSA’s, or none at all', () => {
  expect(hostFileToHand(profile(key('laptop.key')))).toBeUndefined()
  expect(hostFileToHand(profile('KEY'))).toBeUndefined()
})
