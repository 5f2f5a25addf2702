/**
 * The lab by hand: a world that stays up, and commands in its hosts.
 *
 *     node test/lab/shell.ts up [--gateway openiked] [--image bookworm]     boots, lays out, says when it is ready, stays
 *     node test/lab/shell.ts run laptop -- ip address                       as root; `--user` as the laptop's person
 *     node test/lab/shell.ts hosts | console
 *     node test/lab/shell.ts down
 *
 * Several labs may be up: `--lab NAME` tells them apart (default: "shell").
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ikeGatewayKinds } from './gateways/gateway.ts'
import { hostAt } from './hosts/host.ts'
import { type AgentPlace, connectToAgent } from './machine/connection.ts'
import { provideImage } from './machine/image.ts'
import { openMachine } from './machine/open.ts'
import { suites } from './machine/packages.ts'
import { buildWorld, type World } from './world.ts'

interface Lab {
  readonly place: AgentPlace
  readonly hosts: Readonly<Record<string, number>>
  readonly console: string
  /** The process that holds the lab. */
  readonly holder: number
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lab: { type: 'string', default: 'shell' },
    gateway: { type: 'string', default: 'strongswan' },
    image: { type: 'string', default: 'trixie' },
    user: { type: 'boolean', default: false },
  },
})
const folder = join(tmpdir(), `roam6-lab-of-${process.getuid?.() ?? 0}`)
const files = {
  lab: join(folder, `${values.lab}.json`),
  ca: join(folder, `${values.lab}-ca.pem`),
  pem: join(folder, `${values.lab}-laptop.pem`),
  key: join(folder, `${values.lab}-laptop.key`),
}

const verbs: Readonly<Record<string, () => Promise<void>>> = { up, run, hosts, console: showConsole, down }
const verb = verbs[positionals[0] ?? '']
if (!verb) {
  console.error(`usage: node test/lab/shell.ts ${Object.keys(verbs).join('|')} (see the head of that file)`)
  process.exit(2)
}
await verb()

async function up(): Promise<void> {
  if (await lab().catch(() => undefined))
    throw new Error(`${values.lab} is up already (${files.lab}); \`down\` ends it`)
  const suite = suites.find((name) => name === values.image)
  const kind = ikeGatewayKinds.find((name) => name === values.gateway)
  if (!suite || !kind) throw new Error(`--image ${suites.join('|')}, --gateway ${ikeGatewayKinds.join('|')}`)
  const guest = await openMachine(await provideImage(suite, console.log), console.log)
  console.log(`guest: up (${guest.accelerator}, pid ${guest.pid}), console ${guest.folder}/console.log`)
  let world: World | undefined
  let ending = false
  const end = async (code: number) => {
    if (ending) return
    ending = true
    for (const name of Object.values(files)) await rm(name, { force: true })
    await world?.close().catch(() => {})
    await guest.cut()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0))
  try {
    world = await buildWorld(guest.connection, { gateway: { kind } })
    const pids = Object.fromEntries(Object.values(world.hosts).map((host) => [host.name, host.pid]))
    const lab: Lab = { place: guest.place, hosts: pids, console: `${guest.folder}/console.log`, holder: process.pid }
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { authority, laptop } = world.credentials
    const content = { ca: authority.certificate, pem: laptop.certificate, key: laptop.key, lab: JSON.stringify(lab) }
    for (const kind of ['ca', 'pem', 'key', 'lab'] as const)
      await writeFile(files[kind], content[kind], { mode: 0o600 })
    console.log(
      `hosts: ${Object.keys(pids).join(' ')}\nlaptop's certificate: ${files.pem}, ${files.key}, ${files.ca}\nready`,
    )
    await guest.connection.lost
  } catch (error) {
    console.error(error)
    await end(1)
  }
}

async function lab(): Promise<Lab> {
  const known = existsSync(files.lab) ? (JSON.parse(await readFile(files.lab, 'utf8')) as Lab) : undefined
  if (!known || !existsSync(`/proc/${known.holder}`)) throw new Error(`no lab of the name ${values.lab} is up`)
  return known
}

async function run(): Promise<void> {
  const { place, hosts: pids, console: log } = await lab()
  const [, name = '', ...argv] = positionals
  const pid = pids[name]
  if (pid === undefined || argv.length === 0)
    throw new Error(`run HOST -- COMMAND…; hosts: ${Object.keys(pids).join(' ')}`)
  const connection = await connectToAgent(place, AbortSignal.timeout(10_000), () => log)
  const host = hostAt(connection, name, pid)
  const child = (values.user ? host.user : host).start(argv)
  child.onData((stream, chunk) => process[stream].write(chunk))
  process.stdin.on('data', (chunk: Buffer) => child.write(chunk))
  process.stdin.on('end', () => child.end())
  process.on('SIGINT', () => child.signal('SIGINT'))
  const { code } = await child.exited
  connection.close()
  process.exit(code ?? 1)
}

async function hosts(): Promise<void> {
  console.log(Object.keys((await lab()).hosts).join('\n'))
}

async function showConsole(): Promise<void> {
  console.log(await readFile((await lab()).console, 'utf8'))
}

async function down(): Promise<void> {
  process.kill((await lab()).holder, 'SIGTERM')
  while (existsSync(files.lab)) await new Promise((done) => setTimeout(done, 100))
}
