/** This module says whether this program is the one that a package installed, and whether its unit may be started. */
import { existsSync, realpathSync } from 'node:fs'

/** As `build/package/content.ts` and its unit have them; a test holds them together. */
export const installedHelper = '/usr/lib/roam6/roam6-helper'
export const helperUnit = '/usr/lib/systemd/system/roam6-helper.service'

/** Exists where systemd is the system's own manager (sd_booted(3)). */
const systemdRuns = '/run/systemd/system'

/** @param helper the path of the helper that belongs to this program, links included */
export function isInstalled(helper: string): boolean {
  try {
    return realpathSync(helper) === installedHelper
  } catch {
    return false
  }
}

/** A checkout on a machine that has a package too starts its own helper. */
export const hasUnit = (helper: string): boolean =>
  isInstalled(helper) && existsSync(helperUnit) && existsSync(systemdRuns)
