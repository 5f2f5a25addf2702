/** Run inside a host: prints a line whenever the helper would look again. */
import { watchLinkEvents } from '../../../helper/system/link-events.ts'

const { subscribe } = watchLinkEvents('lab/monitor', (_, level, text) => console.log(`${level}: ${text}`))
subscribe(() => console.log('look'))
