/** Others on the laptop, and files of theirs: what they cannot do to the helper. */
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { isolated } from '../../helper/core/change/isolated.ts'
import { importUser } from '../../helper/core/change/marks.ts'
import { helperPlaces } from '../lab/laptop.ts'
import { scenario } from './vocabulary/scenario.ts'
import { becomes, connects, disconnects } from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

const node = '/project/node_modules/.bin/node'
const asNobody = (argv: readonly string[]) => ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...argv]

const refusesNobody: Step = {
  says: 'the kernel refuses nobody at the socket, and root is answered',
  observes: true,
  async perform({ laptop }) {
    const script =
      "require('net').connect(process.argv[1]).on('error', ({ code }) => console.log(code)).on('connect', () => console.log('in'))"
    const { stdout } = await laptop.host.run(asNobody([node, '--eval', script, helperPlaces.socket]))
    expect(stdout.trim()).toBe('EACCES')
    const asked = await laptop.host.run(['/project/dist/roam6', 'status', '--json'])
    expect(JSON.parse(asked.stdout)).toMatchObject({ state: 'connected' })
  },
}

/** As a helper of ours once marked its own. */
const bystander = asNobody(['env', `ROAM6_ROLE=${helperPlaces.runtime}/x`, 'sleep', '4711'])

const leavesBystandersAlone: Step = {
  says: 'a helper that comes after a killed one starts beside processes of nobody that claim to be ours, and leaves them alone',
  async perform(scene: Scene) {
    const { laptop } = scene
    const other = laptop.host.start(bystander)
    const runs = async () => (await laptop.host.attempt(['pgrep', '--full', 'sleep 4711'])).code === 0
    await expect.poll(runs).toBe(true)
    await laptop.killHelper()
    await laptop.startHelper()
    await becomes('connected', { within: 30 }).perform(scene)
    expect(await runs()).toBe(true)
    other.signal('SIGKILL')
    await other.exited
  },
}

const isAlone: Step = {
  says: 'a second helper on the same state folder says so and ends',
  observes: true,
  async perform({ laptop }) {
    const places = ['--socket', '/run/other.sock', '--state', helperPlaces.state, '--runtime', '/run/other']
    const { code, stderr } = await laptop.host.attempt(['/project/dist/roam6-helper', ...places])
    expect(code).not.toBe(0)
    expect(stderr).toContain(`another helper keeps its state in ${helperPlaces.state}`)
    await laptop.host.run(['rm', '-rf', '/run/other'])
  },
}

const readsFilesWithoutPower: Step = {
  says: 'what reads files for an import has neither power nor network',
  observes: true,
  async perform({ laptop }) {
    const script = `
      process.setgroups([]); process.setgid(${importUser}); process.setuid(${importUser})
      const fs = require('fs')
      const status = fs.readFileSync('/proc/self/status', 'latin1')
      const of = (name) => new RegExp(name + ':[ \\\\t]*(.*)').exec(status)[1]
      const links = fs.readFileSync('/proc/net/dev', 'utf8').split('\\n').slice(2, -1).map((line) => line.trim().split(':')[0])
      const routes = fs.readFileSync('/proc/net/route', 'utf8').trim().split('\\n').length - 1
      console.log(JSON.stringify({ uid: of('Uid'), effective: of('CapEff'), bounding: of('CapBnd'), noNewPrivs: of('NoNewPrivs'), 
        // Tunnels of the kernel's own stand in every namespace, and are down.
        links: links.filter((name) => /^(wlan|eth)/.test(name)), routes }))`
    const limits = { dataBytes: 2 ** 30, cpuSeconds: 8, processes: 64, descriptors: 64 }
    const { program, arguments: args } = isolated(node, ['--eval', script], limits)
    const { stdout } = await laptop.host.run([program, ...args])
    const found = JSON.parse(stdout)
    // CAP_DAC_READ_SEARCH, CAP_SETGID, CAP_SETUID: nobody has them, and with no new privileges nobody gets them.
    const powers = { effective: '0000000000000000', bounding: '00000000000000c4', noNewPrivs: '1' }
    const wanted = { uid: Array(4).fill(importUser).join('\t'), ...powers, links: [], routes: 0 }
    if (!isDeepStrictEqual(found, wanted)) throw new Error(`it is ${stdout}`)
  },
}

scenario('strangers on the laptop, and a second helper', {
  steps: [connects(), refusesNobody, isAlone, leavesBystandersAlone, readsFilesWithoutPower, disconnects()],
})
