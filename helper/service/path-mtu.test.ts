import { describe, expect, test } from 'vitest'
import { byIke, inTunnelMode } from '../../test/fakes/carrier-profiles.ts'
import { seed001 } from '../../test/fakes/seed001.ts'
import { overlayInterface, xfrmInterface } from '../core/change/marks.ts'
import { allNodes } from '../core/ip.ts'
import { nothingKnown, planTunnel } from '../core/layer/plan-tunnel.ts'
import { usualStrategy } from '../core/layer/strategy.ts'
import type { EchoRequest, Probes, SizedEchoRequest } from '../system/probes/probes.ts'
import { measureTunnel, minimumArrives, type PathMtuSubject } from './path-mtu.ts'

const { profile: written } = byIke(inTunnelMode, { kind: 'gre', local: 'virtual', remote: '192.168.101.2' })
const hosts = ['192.168.100.1', 'fd12:3456:789a::1']
const profile = { ...written, home: { ...written.home, hosts }, internet: { hosts: ['2001:db8::80'] } }
const planned = planTunnel(profile, seed001.security, seed001.underlay, nothingKnown)
if (!planned.ok) throw new Error(planned.finding.code)
const plan = planned.value

interface Network {
  /** Those that answer echoes, each by the largest packet of its that passes. */
  readonly answers: Readonly<Record<string, number>>
  /** Who answers slowly: nothing before it is aborted. */
  readonly hangs?: readonly string[]
  readonly fault?: Error
}

function subject({ answers, hangs = [], fault }: Network) {
  const asked = { echo: [] as EchoRequest[], sized: [] as SizedEchoRequest[] }
  const probes: Partial<Probes> = {
    async echo(request) {
      asked.echo.push(request)
      const received = request.target in answers ? request.count : 0
      return { sent: request.count, received, rttMs: received > 0 ? 18 : null, errors: [] }
    },
    async sizedEchoes(request) {
      asked.sized.push(request)
      const { target, lengths, signal } = request
      if (fault) throw fault
      if (hangs.includes(target))
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
      const passed = lengths.filter((length) => length <= (answers[target] ?? 0))
      return {
        answered: new Map(passed.map((length) => [length, 2])),
        tooLong: new Set<number>(),
        named: null,
        rttMs: 18,
        errors: [],
      }
    },
  }
  const about: PathMtuSubject = { profile, strategy: usualStrategy, plan, probes: probes as Probes }
  return { about, asked }
}
const soon = () => AbortSignal.timeout(10_000)

describe('the path MTU of a tunnel', () => {
  test('is what passes to the first that answers, IPv6 of home first', async () => {
    const { about, asked } = subject({ answers: { 'fd12:3456:789a::1': 1_500, '5.6.7.8': 1_500 } })
    const measured = await measureTunnel(about, soon())
    expect(measured).toMatchObject({
      computed: 1414,
      measured: 1414,
      target: 'fd12:3456:789a::1',
      silent: null,
      rttMs: 18,
    })
    expect(asked.sized.every((one) => one.interface === overlayInterface)).toBe(true)
    // To the gateway outside of the tunnel.
    expect(asked.echo).toMatchObject([{ target: '5.6.7.8', mark: 0x6006 }])
  })

  test('does not wait for who does not answer, and asks nobody any more then', async () => {
    const { about } = subject({ answers: { '2001:db8::80': 1_300 }, hangs: ['fd12:3456:789a::1', allNodes] })
    expect(await measureTunnel(about, soon())).toMatchObject({ measured: 1300, target: '2001:db8::80', rttMs: null })
  })

  test('with a strategy that cuts outside is what was known to pass whole', async () => {
    const { about } = subject({ answers: { 'fd12:3456:789a::1': 1_500 } })
    expect(await measureTunnel({ ...about, strategy: { ...usualStrategy, whole: 1_200 } }, soon())).toMatchObject({
      measured: 1200,
    })
  })

  test.each<[string, Record<string, number>, string]>([
    ['the overlay, where its other end answers through the layer around it', { '192.168.101.2': 1_500 }, 'gre-silent'],
    ['the carrier, where that does not answer either', {}, 'esp-silent'],
  ])('is not known where nobody answers; silent is %s', async (_, answers, code) => {
    const { about, asked } = subject({ answers })
    const measured = await measureTunnel(about, soon())
    expect(measured).toMatchObject({
      measured: null,
      target: allNodes,
      silent: { code, args: { remote: '192.168.101.2' } },
    })
    expect(asked.echo.at(-1)).toMatchObject({ target: '192.168.101.2', interface: xfrmInterface })
  })

  test('says no more than that where nothing is around the innermost layer', async () => {
    const { about } = subject({ answers: {} })
    const alone = { ...about, profile: { ...profile, layer: profile.layer.slice(0, 1) } }
    expect(await measureTunnel(alone, soon())).toMatchObject({ silent: { code: 'mtu-unmeasured' } })
  })

  test('is given up when aborted, and passes a fault on', async () => {
    const reason = new Error('aborted')
    const { about } = subject({ answers: {}, hangs: ['fd12:3456:789a::1', '2001:db8::80', allNodes] })
    const abort = new AbortController()
    const measuring = measureTunnel(about, abort.signal)
    abort.abort(reason)
    await expect(measuring).rejects.toThrow()
    await expect(
      measureTunnel(subject({ answers: {}, fault: new TypeError('a fault') }).about, soon()),
    ).rejects.toThrow('a fault')
  })
})

test.each([
  [1_500, true],
  [1_000, false],
])('whether IPv6’s minimum arrives in pieces, where %d pass whole: %s', async (largest, arrives) => {
  const { about, asked } = subject({ answers: { 'fd12:3456:789a::1': largest } })
  expect(await minimumArrives(about, 'fd12:3456:789a::1', soon())).toBe(arrives)
  expect(asked.sized).toMatchObject([{ lengths: [1280, 1280], interface: overlayInterface }])
})
