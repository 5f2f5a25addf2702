import { describe, expect, test } from 'vitest'
import type { Change } from '../change/change.ts'
import { noDifference } from '../change/reconcile.ts'
import { finding } from '../outcome.ts'
import { createHolds, fightLimit, fightMs, holdMs, toldMs, truceMs } from './holds.ts'

const change: Change = { kind: 'link', name: 'roam6' } as Change
const refusal = finding('effect-failed', { command: 'ip link add' })

describe('Holds', () => {
  test('a failure is told while it is held, and no longer than a try takes after that', () => {
    const holds = createHolds()
    holds.refused({ kind: 'reconcile', scope: 'tunnel', difference: noDifference }, change, refusal, 0)
    const end = holdMs(1) + toldMs
    expect(holds.findings(end - 1)).toEqual([refusal])
    expect(holds.findings(end)).toEqual([])
    expect(holds.wakeAt(holdMs(1))).toBe(end)
    expect(holds.wakeAt(end)).toBe(null)
  })

  test('a refusal of the tunnel is left out where it is told what the tunnel lacks; one of the guard never is', () => {
    const holds = createHolds()
    const ofGuard = finding('effect-failed', { command: 'ip rule add' })
    holds.refused({ kind: 'reconcile', scope: 'tunnel', difference: noDifference }, change, refusal, 0)
    holds.refused(
      { kind: 'reconcile', scope: 'guard', difference: noDifference },
      { kind: 'rule' } as Change,
      ofGuard,
      0,
    )
    expect(holds.findings(1)).toEqual([refusal, ofGuard])
    expect(holds.findings(1, true)).toEqual([ofGuard])
  })

  test('residue that nobody tries to undo any more, as it is wanted again, is told no longer than a try takes', () => {
    const holds = createHolds()
    holds.succeeded({ kind: 'sweep' }, [change], [change], 0)
    const end = holdMs(1) + toldMs
    expect(holds.findings(end - 1).map(({ code }) => code)).toEqual(['residue'])
    expect(holds.findings(end)).toEqual([])
    expect(holds.wakeAt(holdMs(1))).toBe(end)
  })

  test('a tunnel in a fight is put back after a pause', () => {
    const holds = createHolds()
    for (let n = 0; n < fightLimit; n++) holds.restored('tunnel', [change], n)
    expect(holds.isHeld(change, fightLimit)).toBe(true)
    expect(holds.isHeld(change, fightLimit - 1 + truceMs.tunnel)).toBe(false)
  })

  test('a guard in a fight is put back at once, and the fight is told', () => {
    const holds = createHolds()
    for (let n = 0; n < fightLimit * 2; n++) {
      holds.restored('guard', [change], n)
      expect(holds.isHeld(change, n)).toBe(false)
    }
    expect(holds.findings(fightLimit * 2).map(({ code }) => code)).toEqual(['contested'])
    expect(holds.findings(fightLimit * 2 + fightMs)).toEqual([])
  })
})
