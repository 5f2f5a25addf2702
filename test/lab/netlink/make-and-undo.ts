/** Run inside a host, as root: makes the changes that standard input lists as JSON, or undoes them where the argument is "undo". Prints those left. */
import { text } from 'node:stream/consumers'
import type { Change } from '../../../helper/core/change/change.ts'
import { createCommandRunner } from '../../../helper/system/command-runner.ts'
import { createEffects } from '../../../helper/system/effects.ts'
import { createSockets } from '../../../helper/system/netlink/socket.ts'
import { createNft } from '../../../helper/system/nft.ts'
import { createObserver } from '../../../helper/system/observer.ts'
import { openOwnProcesses } from '../../../helper/system/own-processes.ts'
import { createRequests, requestMs } from '../../../helper/system/requests.ts'
import { readCommonSettings, settings } from '../../../helper/system/settings.ts'
import { FakeProcesses } from '../../fakes/processes.ts'

const changes: readonly Change[] = JSON.parse(await text(process.stdin))
const runner = createCommandRunner(openOwnProcesses({ mark: '/tmp/mark', log: () => {} }))
const sockets = createSockets()
const requests = createRequests(sockets, createNft(runner, requestMs))
const effects = createEffects(
  requests,
  createObserver(readCommonSettings, sockets),
  settings,
  new FakeProcesses(() => {}),
)
if (process.argv[2] === 'undo') console.log(JSON.stringify(await effects.undo(changes)))
else await effects.make(changes)
