import { expect, test } from 'vitest'
import { monitors } from './monitors.ts'

/** Of a monitor that has just been started: which lines of what it writes are news. */
function newsOf(words: string, written: string): readonly string[] {
  const monitor = monitors.find(({ program, args }) => [program, ...args].join(' ').startsWith(words))
  const isNews = monitor?.news?.()
  if (!isNews) throw new Error(`no monitor of lines: ${words}`)
  return written.split('\n').filter(isNews)
}

/** What nftables 1.1.3 wrote. */
test('rules of our table are news, those of others are not', () => {
  expect(
    newsOf(
      'nft monitor',
      `add rule inet roam6 gate iifname "lo" accept comment "x"
insert rule inet roam6 gate accept
replace rule inet roam6 gate handle 3 drop
delete rule inet roam6 gate handle 2
add rule inet f2b c drop comment "delete rule inet roam6 gate handle 2"
delete rule inet f2b c handle 3
add rule ip roam6 gate drop
delete rule inet roam66 gate handle 2
# new generation 13 by process 2500 (nft)`,
    ),
  ).toEqual([
    'add rule inet roam6 gate iifname "lo" accept comment "x"',
    'insert rule inet roam6 gate accept',
    'replace rule inet roam6 gate handle 3 drop',
    'delete rule inet roam6 gate handle 2',
  ])
})

test('an address that is renewed is no news, each monitor that is started anew remembers for itself', () => {
  const line = String.raw`8: wlan0    inet6 2001:db8::1/64 scope global dynamic mngtmpaddr proto kernel_ra \       valid_lft 86400sec preferred_lft 14400sec`
  expect(newsOf('ip -o monitor', [line, line].join('\n'))).toEqual([line])
  expect(newsOf('ip -o monitor', line)).toEqual([line])
})

test('what is written of associations is not looked at: there are keys in it', () => {
  expect(monitors.filter(({ news }) => news === null).map(({ args }) => args.slice(0, 2))).toEqual([
    ['xfrm', 'monitor'],
  ])
})
