/** From the click to the first answer of a host on the IPv6 internet, against the same commands typed by hand. */
import { connect } from 'node:net'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import { laptopId } from '../lab/certificates/credentials.ts'
import { openLaptop } from '../lab/laptop.ts'
import { bootGuest } from '../lab/machine/guest.ts'
import { provideImage } from '../lab/machine/image.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { home, web } from '../lab/networks/places.ts'
import { profileName } from '../lab/profile.ts'
import { buildWorld, type World } from '../lab/world.ts'
import { byHand, undoByHand } from './by-hand.ts'
import { alternate, type Comparison } from './spread.ts'

const firstAnswerMs = 60_000

/** Prints the guest's clock when the first echo came back. Tries at once again: it waits for the fact. */
const untilAnswered = `until ping -6 -n -c1 -W1 ${web.v6} >/dev/null 2>&1; do :; done; date +%s%N`

async function prepareByHand({ laptop, credentials }: World) {
  await laptop.run(['mkdir', '-p', '/run/hand/x509', '/run/hand/x509ca', '/run/hand/private'])
  await laptop.writeFiles([
    { path: '/run/hand/x509/laptop.pem', content: credentials.laptop.certificate },
    { path: '/run/hand/private/laptop.key', content: credentials.laptop.key },
    { path: '/run/hand/x509ca/ca.pem', content: credentials.authority.certificate },
    { path: '/run/hand/up', content: byHand({ gateway: home.gateway.v4, id: laptopId, peer: home.gateway.name }) },
    { path: '/run/hand/down', content: undoByHand },
  ])
}

export async function compareConnects(runs: number, say: (line: string) => void): Promise<Comparison> {
  const guest = await bootGuest(await provideImage('trixie', say))
  const folder = temporaryFolder('bench')
  try {
    const world = await buildWorld(guest.connection)
    const laptop = await openLaptop(world.laptop, folder)
    await laptop.startHelper()
    await laptop.install(world.profile())
    await prepareByHand(world)
    const socket = connect(laptop.socket)
    const helper = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
    helper.listen()

    const clock = async () => Number((await world.laptop.run(['date', '+%s%N'])).stdout) / 1e6
    /** ms on the guest's clock from the start of `act` to the first answer. */
    const timed = async (act: () => Promise<unknown>) => {
      const begun = await clock()
      const answered = world.laptop.run(['sh', '-c', untilAnswered], { timeoutMs: firstAnswerMs })
      await act()
      return Number((await answered).stdout) / 1e6 - begun
    }
    const ours = async () => {
      const connected = new Promise<void>((resolve) => {
        helper.onNotification('snapshot', ({ state }: { state: string }) => {
          if (state === 'connected') resolve()
        })
      })
      await helper.sendRequest('watch', { counters: false })
      const took = await timed(() => helper.sendRequest('up', { profile: profileName }))
      await connected
      await helper.sendRequest('down', {})
      say(`ours ${took.toFixed(0)} ms`)
      return took
    }
    const theirs = async () => {
      const took = await timed(() => world.laptop.run(['sh', '/run/hand/up'], { timeoutMs: firstAnswerMs }))
      await world.laptop.run(['sh', '/run/hand/down'])
      say(`by hand ${took.toFixed(0)} ms`)
      return took
    }
    // Not counted: pages and caches of both are cold.
    await ours()
    await theirs()
    const { ours: a, theirs: b } = await alternate(runs, ours, theirs)
    socket.destroy()
    await laptop.stopHelper()
    await laptop.close()
    await world.close()
    return {
      what: 'Connect, click to first ping6 answer',
      baseline: 'by hand',
      unit: 'ms',
      goal: 1.1,
      ours: a,
      theirs: b,
    }
  } finally {
    await guest.cut()
    removeTemporary(folder)
  }
}
