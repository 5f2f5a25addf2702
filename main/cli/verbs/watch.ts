import type { Snapshot } from '../../../helper/contract/snapshot.ts'
import { stepOf, titleOf } from '../../contract/words/state.ts'
import { localStamp } from '../text/local-time.ts'
import { visibleJson } from '../text/visible.ts'
import { type Context, type Ending, type Verb, withHelper } from '../verb.ts'

export const watch: Verb = {
  name: 'watch',
  summary: 'print every change of state until interrupted',
  details:
    'With --json each line is one whole snapshot, the first at once; its “state” is off, connecting, connected, at-home, reconnecting or failed. Ends with 3 when the helper ends.',
  examples: [
    {
      says: 'A unit of yours that mounts the NAS when home, as ~/.config/systemd/user/nas.service (needs jq)',
      lines: [
        '[Unit]',
        'Description=The NAS, mounted when home',
        '',
        '[Service]',
        "ExecStart=/bin/sh -c 'roam6 watch --json | jq --unbuffered -r .state | \\",
        '  while read -r state; do case $$state in \\',
        '    connected|at-home) mountpoint -q %h/nas || mount %h/nas ;; \\',
        '    off|failed) ! mountpoint -q %h/nas || umount -l %h/nas ;; \\',
        "  esac; done'",
        'Restart=always',
        'RestartSec=10',
        '',
        '[Install]',
        'WantedBy=default.target',
      ],
    },
    { says: 'Then, with the mount in /etc/fstab (user,noauto)', lines: ['systemctl --user enable --now nas'] },
  ],
  run: (_call, context) =>
    withHelper(context, async (helper) => {
      const show = printer(context)
      helper.on('snapshot', show)
      const first = await helper.request('watch', { counters: false }, context.interrupted)
      if (!first.ok) return first.failure
      show(first.value)
      return new Promise<Ending>((resolve) => {
        helper.onClose(() => resolve(3))
        context.interrupted.addEventListener('abort', () => resolve(0))
      })
    }),
}

/** Prints a snapshot unless it reads like the one before. */
function printer(context: Context): (snapshot: Snapshot) => void {
  let last = ''
  return (snapshot) => {
    const line = context.json ? visibleJson(JSON.stringify(snapshot)) : lineOf(snapshot)
    if (line === last) return
    last = line
    context.print(context.json ? line : `${localStamp(context.now())}  ${line}`)
  }
}

function lineOf(snapshot: Snapshot): string {
  if (snapshot.state === 'connecting' || snapshot.state === 'reconnecting') {
    const found = snapshot.phases?.findLast(({ state }) => state === 'done')?.found
    return [titleOf(snapshot), stepOf(snapshot), found].filter(Boolean).join(', ')
  }
  return titleOf(snapshot)
}
