import { expect, test } from 'vitest'
import { credentialIn } from './credential.ts'
import type { Draft } from './field.ts'
import { judge } from './judge.ts'
import { follows, newForms, withConsequences } from './new-form.ts'
import { startOf, wayIds } from './starts.ts'
import { isAtOrBelow, isShown, pathOf, valueAt, withValue } from './value.ts'

test.each(wayIds)('%s has at most eight fields in view, and every missing one is somewhere', (way) => {
  const { fields, folds } = newForms[way]
  expect(fields.length).toBeLessThanOrEqual(8)
  const all = [...fields, ...folds.flatMap((fold) => fold.fields)]
  const paths = all.map(({ outer, field }) => [...outer, ...pathOf(field.key)])
  expect(new Set(paths.map((path) => path.join('.'))).size).toBe(paths.length)
  const unreachable = judge(withConsequences(startOf(way))).filter(
    ({ path }) => !paths.some((field) => isAtOrBelow(path, field)),
  )
  expect(unreachable).toEqual([])
  const draft = withConsequences(startOf(way))
  for (const { outer, field } of fields) expect(isShown(field, valueAt(draft, outer) as Draft)).toBe(true)
  for (const { holds } of folds) expect(holds(draft)).not.toBe('')
})

test('what follows is filled in, and gives way to what is typed', () => {
  const typed = [
    [['gateway'], 'tunnel.my.domain'],
    [['home', 'prefixes'], ['fd12::/48']],
    [['layer', 1, 'remote'], '192.168.101.2'],
  ] as const
  const draft = typed.reduce<Draft>((so, [path, value]) => withValue(so, path, value) as Draft, startOf('ike-gre'))
  expect(withConsequences(draft)).toMatchObject({
    layer: [{ peer: { id: 'tunnel.my.domain' }, 'remote-networks': ['192.168.101.2/32'] }, { kind: 'gre' }],
  })
  const named = withValue(draft, ['layer', 0, 'peer', 'id'], 'gw.my.domain') as Draft
  expect(withConsequences(named)).toMatchObject({ layer: [{ peer: { id: 'gw.my.domain' } }, {}] })
  const plain = withValue(startOf('ike'), ['home', 'prefixes'], ['fd12::/48']) as Draft
  expect(withConsequences(plain)).toMatchObject({ layer: [{ 'remote-networks': ['fd12::/48'] }] })
  const esp = withValue(startOf('esp'), ['layer', 0, 'remote-networks'], ['fd12::/48']) as Draft
  expect(withConsequences(esp)).toMatchObject({ home: { prefixes: ['fd12::/48'] } })
  const tinc = withValue(startOf('tinc'), ['gateway'], 'gw.my.domain') as Draft
  expect(withConsequences(tinc)).toMatchObject({ layer: [{ hosts: [{ name: 'gateway', address: 'gw.my.domain' }] }] })
})

test('what follows is not asked for', () => {
  const draft = startOf('ike-gre')
  const missing = judge(draft).filter((remark) => remark.missing && !follows(remark.path, draft))
  expect(missing.map(({ path }) => path.join('.')).sort()).toEqual([
    'certificate.ca.pem',
    'certificate.laptop.pem',
    'gateway',
    'home.prefixes',
    'layer.0.identity.id',
    'layer.1.remote',
    'name',
  ])
})

test('a certificate and its key are told apart, in one text or two', () => {
  const block = (label: string) => `-----BEGIN ${label}-----\nQUJD\n-----END ${label}-----`
  const [own, above, key] = [block('CERTIFICATE'), block('CERTIFICATE'), block('EC PRIVATE KEY')]
  expect(credentialIn(`Subject: x\n${own}\n${above}\n${key}`)).toEqual({ pem: `${own}\n${above}\n`, key: `${key}\n` })
  expect(credentialIn(key)).toEqual({ key: `${key}\n` })
  expect(credentialIn('my certificate')).toEqual({})
})
