/** Puts the maintainer scripts of deb and rpm together: the functions that both use come before the lines of each script (build/linux/scripts). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const scriptMoments = ['postinstall', 'preremove', 'postremove'] as const
export type ScriptMoment = (typeof scriptMoments)[number]

const folder = join(import.meta.dirname, '../linux/scripts')
const part = (name: string) => readFileSync(join(folder, name), 'utf8')

export const scripts = (format: 'deb' | 'rpm'): Readonly<Record<ScriptMoment, string>> => ({
  postinstall: script(format, 'postinstall'),
  preremove: script(format, 'preremove'),
  postremove: script(format, 'postremove'),
})

const script = (format: 'deb' | 'rpm', moment: ScriptMoment) =>
  `#!/bin/sh\nset -e\n\n${part('common.sh')}\n${part(`${format}-${moment}.sh`)}`
