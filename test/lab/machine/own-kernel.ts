/** The second place for a lab is this machine's own kernel, without guest or emulation, where the kernel has what is needed. */
import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connectToAgent } from './connection.ts'
import { type Guest, lastLines } from './guest.ts'
import type { Image } from './image.ts'
import { tool } from './outside.ts'
import { checkout } from './places.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'

/** These commands make one of each thing that hosts and tunnels are made of, in a namespace that ends with the trial. */
const trials = [
  'ip link add name trial0 type veth peer name trial1',
  'ip link add name trial2 type bridge',
  'ip link add name trial3 type gre local 192.0.2.1 remote 192.0.2.2',
  'ip link add name trial4 type xfrm if_id 1',
  'ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 1 mode tunnel aead "rfc4106(gcm(aes))" 0x0102030405060708091011121314151617181920 128',
  'ip xfrm state add src 2001:db8::1 dst 2001:db8::2 proto esp spi 2 mode tunnel aead "rfc4106(gcm(aes))" 0x0102030405060708091011121314151617181920 128',
  'tc qdisc add dev lo root netem delay 1ms',
]

const startMs = 20_000

/** Says why this machine's kernel will not do, or undefined where it will. */
export async function lacksOfOwnKernel(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'it takes root'
  const answers = await tool('unshare', ['--net', 'sh', '-ec', trials.join('\n')]).then(
    () => undefined,
    (error: Error) => error.message.split('\n').at(-1),
  )
  return answers
}

/** Runs the image's own programs on this kernel; `cut` ends them all. */
export async function openOwnKernel(image: Image): Promise<Guest> {
  const folder = temporaryFolder('lab')
  const token = randomBytes(16).toString('hex')
  for (const name of ['mounts', 'secret']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'secret/token'), token, { mode: 0o600 })
  const port = randomInt(20_000, 60_000)
  const place = { at: { port }, token }
  const log = join(folder, 'console.log')
  const output = openSync(log, 'w', 0o600)
  const unshare = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private']
  const init = resolve(import.meta.dirname, 'own-kernel-init')
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', ...unshare, init, image.root, checkout, folder, String(port)],
    {
      stdio: ['ignore', output, output],
    },
  )
  closeSync(output)
  const gone = new AbortController()
  const ended = new Promise<void>((done) => child.once('exit', () => done())).then(() => gone.abort())
  const cut = async () => {
    child.kill('SIGKILL')
    await ended
    removeTemporary(folder)
  }
  try {
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(startMs)])
    const connection = await connectToAgent(place, signal, () => lastLines(log))
    return { accelerator: 'own kernel', place, folder, connection, pid: child.pid ?? 0, disk: '', cut }
  } catch (error) {
    const said = lastLines(log)
    await cut()
    throw new Error(`the lab does not start on this kernel\n${said}`, { cause: error })
  }
}
