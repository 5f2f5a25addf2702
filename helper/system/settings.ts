/**
 * Reads and writes settings of IPv6 by link, files below /proc/sys/net/ipv6/conf. The calls are synchronous, as the kernel answers
 * at once.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { ObservedSetting } from '../core/change/observed.ts'
import type { Settings } from './ports.ts'

const folder = '/proc/sys/net/ipv6/conf'
const names = ['accept_ra', 'disable_ipv6', 'forwarding'] as const
const pathOf = ({ interface: link, name }: Pick<ObservedSetting, 'interface' | 'name'>) => `${folder}/${link}/${name}`

const settingsOf = (link: string): ObservedSetting[] =>
  names.flatMap((name) => {
    try {
      const place = { interface: link, name }
      return [{ ...place, value: Number(readFileSync(pathOf(place), 'utf8')) }]
    } catch {
      return [] // The link has gone since the folder was listed.
    }
  })

/** Reads those of "all" and "default". The links' own come with the links by netlink, which costs no file for each. */
export const readCommonSettings = (): readonly ObservedSetting[] => ['all', 'default'].flatMap(settingsOf)

export const settings: Settings = {
  read: () => readdirSync(folder).flatMap(settingsOf),
  write: (setting) => writeFileSync(pathOf(setting), String(setting.value)),
}
