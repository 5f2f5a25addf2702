/** Records the session at the terminal anew: `node test/session/write.ts`. */
import { writeFileSync } from 'node:fs'
import { buildCli } from '../fakes/cli.ts'
import { recordSession, sessionFile } from './record.ts'

buildCli()
writeFileSync(sessionFile, await recordSession())
