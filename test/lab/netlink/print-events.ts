/** Run inside a host: prints a line whenever the helper would look again. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { clock } from '../../../helper/system/clock.ts'
import { watchLinkEvents } from '../../../helper/system/link-events.ts'
import { openOwnProcesses } from '../../../helper/system/own-processes.ts'

const log = (_: string, level: string, text: string) => console.log(`${level}: ${text}`)
const own = openOwnProcesses({ mark: join(mkdtempSync('/run/events-'), 'mark'), log })
watchLinkEvents(own, clock, log).subscribe(() => console.log('look'))
