/** The overview over each way home: its layers, its packet, its weaknesses. */
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import * as carriers from '../fakes/carriers.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'

const ways: readonly { name: string; snapshot: (since: Date) => Snapshot; says: readonly string[]; sum: string }[] = [
  {
    name: 'tap',
    snapshot: carriers.tap,
    says: ['OpenVPN tap', 'AES-256-GCM over UDP', '12 MB in, 3.4 MB out', 'OpenVPN carrier: 66'],
    sum: '1500 on wlan0, less IPv4 20, UDP 8, OpenVPN 24 and Ethernet 14, leaves 1434.',
  },
  {
    name: 'static-tap',
    snapshot: carriers.staticTap,
    says: ['AES-256-CBC over TCP', 'The key never changes: no forward secrecy.'],
    sum: '1500 on wlan0, less IPv4 20, UDP 8, OpenVPN 24 and Ethernet 14, leaves 1434.',
  },
  {
    name: 'mesh',
    snapshot: carriers.mesh,
    says: ['gateway direct, desk', 'tinc carrier: 69'],
    sum: '1500 on wlan0, less IPv4 20, UDP 8 and tinc 41, leaves 1431.',
  },
  {
    name: 'rack',
    snapshot: carriers.rack,
    says: [
      'Manual ESP',
      'AES_CBC/HMAC_MD5_96',
      'MD5 is weak. The key never changes: no forward secrecy.',
      'AES-CBC carrier: 78',
    ],
    sum: '1500 on wlan0, less IPv6 40, encapsulation limit 8, IPv6 40 and ESP 38, leaves 1374.',
  },
]

test('each way home tells of its own layers', async ({ page, helper }) => {
  for (const { name, snapshot, says, sum } of ways)
    await test.step(name, async () => {
      helper.show(snapshot(new Date()))
      for (const text of says) await expect(page.getByText(text).first()).toBeVisible()
      await expect(page.getByRole('figure')).toHaveAccessibleName(sum)
      await lookAt(page, `overview-${name}`)
    })
})
