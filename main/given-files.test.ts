import { expect, test } from 'vitest'
import { GivenFiles, givenPaths } from './given-files.ts'

test('paths are what is neither program, option nor the app of a checkout', () => {
  expect(givenPaths(['/usr/lib/roam6/app/roam6-app'], [])).toEqual([])
  expect(givenPaths(['roam6-app', '--hidden', '/home/me/a b.ovpn', '--disable-gpu', '/etc/tinc/inet6'], [])).toEqual([
    '/home/me/a b.ovpn',
    '/etc/tinc/inet6',
  ])
  expect(givenPaths(['electron', '--inspect=0', '/src/dist/app', '/x.toml'], ['/src/dist/app'])).toEqual(['/x.toml'])
  expect(givenPaths(['roam6-app', '--', '-odd.conf'], [])).toEqual([`${process.cwd()}/-odd.conf`])
})

test('files are handed over once; what cannot be read is said', () => {
  const given = new GivenFiles()
  given.add([import.meta.filename])
  given.add(['/nowhere/x.ovpn'])
  expect(given.take()).toMatchObject({ ok: false, words: { message: expect.stringContaining('/nowhere/x.ovpn') } })
  expect(given.take()).toEqual({ ok: true, value: [] })
})
