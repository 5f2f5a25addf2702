/** A tinc node of home. */
import type { Host } from '../hosts/host.ts'
import type { Gateway } from './gateway.ts'

const folder = '/run/gateway'
const startMs = 30_000

/**
 * Waits for another second of the guest's clock. tincd numbers its messages by the second at which it starts (helper/tinc/seeds.ts), and nodes
 * pass over messages of a number that they have had: two nodes of one second do not hear all that is said.
 */
export const nextSecond = 'now=$(date +%s); while [ $(date +%s) = $now ]; do sleep 0.02; done'

export async function startTincNode(
  host: Host,
  files: readonly { readonly name: string; readonly content: string }[],
  lines: readonly string[],
): Promise<Gateway> {
  await host.writeFiles(
    files.map(({ name, content }) => ({ path: `${folder}/${name}`, content, mode: '0600' as const })),
  )
  const daemon = host.start(['tincd', '-c', folder, '-D', '-d3', `--pidfile=${folder}/pid`])
  await daemon.waitFor(/Ready/, startMs)
  await host.run(['sh', '-c', nextSecond])
  await host.run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
  return {
    kind: 'tinc',
    log: async () => daemon.stdout + daemon.stderr,
    async stop() {
      await daemon.stop()
    },
  }
}
