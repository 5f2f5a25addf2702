/** This table has the verbs, in the order in which help lists them. */
import type { Verb } from './verb.ts'
import { check } from './verbs/check.ts'
import { completion } from './verbs/completion.ts'
import { down } from './verbs/down.ts'
import { exportProfile } from './verbs/export.ts'
import { gateway } from './verbs/gateway.ts'
import { help } from './verbs/help.ts'
import { importProfile } from './verbs/import.ts'
import { logs } from './verbs/logs.ts'
import { mtu } from './verbs/mtu.ts'
import { profiles } from './verbs/profiles.ts'
import { remove } from './verbs/remove.ts'
import { show } from './verbs/show.ts'
import { status } from './verbs/status.ts'
import { test } from './verbs/test.ts'
import { up } from './verbs/up.ts'
import { version } from './verbs/version.ts'
import { watch } from './verbs/watch.ts'

export const verbs: readonly Verb[] = [
  status,
  watch,
  up,
  down,
  test,
  mtu,
  profiles,
  importProfile,
  check,
  show,
  exportProfile,
  gateway,
  remove,
  logs,
  completion(() => verbs),
  help(() => verbs),
  version,
]
