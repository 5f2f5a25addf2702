/** Settings of IPv6 by link, below /proc/sys/net/ipv6/conf. Files of the kernel's: read and written at once. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { ObservedSetting } from '../core/change/observed.ts'
import type { Settings } from './ports.ts'

const folder = '/proc/sys/net/ipv6/conf'
const names = ['accept_ra', 'disable_ipv6', 'forwarding'] as const
const pathOf = ({ interface: link, name }: Pick<ObservedSetting, 'interface' | 'name'>) => `${folder}/${link}/${name}`

export const settings: Settings = {
  read: () =>
    readdirSync(folder).flatMap((link) =>
      names.flatMap((name): ObservedSetting[] => {
        try {
          const place = { interface: link, name }
          return [{ ...place, value: Number(readFileSync(pathOf(place), 'utf8')) }]
        } catch {
          return [] // The link went while we looked.
        }
      }),
    ),
  write: (setting) => writeFileSync(pathOf(setting), String(setting.value)),
}
