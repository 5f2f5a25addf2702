/** Run inside a host: prints as JSON what the helper's observer sees there. */
import { createObserver } from '../../../helper/system/observer.ts'
import { readCommonSettings } from '../../../helper/system/settings.ts'

console.log(JSON.stringify(await createObserver(readCommonSettings).observe()))
