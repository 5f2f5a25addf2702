import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seed001Toml } from '../../test/fakes/seed001.ts'
import { openOwnProcesses } from '../system/own-processes.ts'
import { processIds } from '../system/proc.ts'
import { createImportReader } from './import-child.ts'

let folder: string
let lines: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-import-'))
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const child = join(import.meta.dirname, '../profile-import/child')
const request = {
  files: [{ name: 'home.toml', content: seed001Toml, encoding: 'utf8' as const }],
  format: undefined,
  name: undefined,
  answers: {},
}
const log = (source: string, _: string, text: string) => void lines.push(`${source}: ${text}`)

function reader(code = join(child, 'main.ts')) {
  const own = openOwnProcesses({ mark: join(folder, 'mark'), log })
  const read = createImportReader({ own, node: process.execPath, code, log })
  return { read: (signal = AbortSignal.timeout(15_000), user = 0) => read(request, user, signal) }
}

/** Another program in its place, which has become nobody as the real one does. */
function program(script: string) {
  const code = join(folder, 'program.mjs')
  const become = JSON.stringify(join(child, 'become-nobody.ts'))
  writeFileSync(code, `import { becomeNobody } from ${become}; import fs from 'node:fs'; becomeNobody(); ${script}`)
  return reader(code)
}

const refused = { failure: { code: 'bad-profile' } }

/** Only root can take powers away; what anyone may try is in helper/profile-import, and the whole in the lab. */
describe.runIf(process.getuid?.() === 0)('the process that reads files', () => {
  test('reads them', async () => {
    expect(await reader().read()).toMatchObject({
      ok: true,
      format: 'toml',
      asWritten: true,
      profile: { name: 'Home lab' },
    })
  })

  test('is nobody, without capabilities, network, environment or descriptors, with an end to all it may take', async () => {
    const { read } = program(`
      const status = fs.readFileSync('/proc/self/status', 'utf8')
      const of = (name) => new RegExp('^' + name + ':[ \\t]*(.*)$', 'm').exec(status)[1].split('\\t')
      const limits = fs.readFileSync('/proc/self/limits', 'latin1')
      const limit = (name) => new RegExp(name + ' +(\\\\S+)').exec(limits)[1]
      const links = fs.readFileSync('/proc/net/dev', 'utf8').split('\\n').slice(2, -1).map((line) => line.trim().split(':')[0])
      const open = fs.readdirSync('/proc/self/fd').flatMap((fd) => {
        try { return [[fd, fs.readlinkSync('/proc/self/fd/' + fd)]] } catch { return [] }
      })
      let wrote = 'yes'
      const path = '/tmp/roam6-import-' + process.pid
      try { fs.writeFileSync(path, 'x') } catch (error) { wrote = error.code } finally { fs.rmSync(path, { force: true }) }
      process.stderr.write(JSON.stringify({
        uid: of('Uid'), gid: of('Gid'), groups: of('Groups').join('').trim(), effective: of('CapEff'), permitted: of('CapPrm'),
        noNewPrivs: of('NoNewPrivs'), environment: Object.keys(process.env).sort(), cwd: process.cwd(), links,
        cpu: limit('Max cpu time'), data: limit('Max data size'), size: limit('Max file size'), core: limit('Max core file size'),
        processes: limit('Max processes'), open: limit('Max open files'), wrote,
        files: open.filter(([, to]) => to.startsWith('/') && !to.startsWith('/dev/') && !to.startsWith('/proc/')).map(([, to]) => to),
      }))`)
    await expect(read()).rejects.toMatchObject(refused)
    const said = lines.find((line) => line.startsWith('import: {'))
    expect(JSON.parse(said?.slice('import: '.length) ?? '{}')).toEqual({
      uid: Array(4).fill('60607'),
      gid: Array(4).fill('60607'),
      groups: '',
      effective: ['0000000000000000'],
      permitted: ['0000000000000000'],
      noNewPrivs: ['1'],
      environment: ['LC_ALL', 'PATH'],
      cwd: '/',
      links: ['lo'],
      cpu: '8',
      data: String(2 ** 30),
      size: '0',
      core: '0',
      processes: '64',
      open: '64',
      wrote: 'EFBIG',
      // By which a later helper knows it: an empty file, for reading.
      files: [join(folder, 'mark')],
    })
  })

  test.each([
    ['takes memory without end', 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1))'],
    ['takes heap without end', "let all = ['']; for (;;) all = [...all, ...all.map((one) => one + '.')]"],
    ['answers without end', 'for (;;) fs.writeSync(1, Buffer.alloc(65536, 120))'],
    ['answers nothing', ''],
    ['answers what is no JSON', "fs.writeSync(1, '{')"],
    ['answers what is too deep', "fs.writeSync(1, '['.repeat(3e6))"],
    ['answers a profile that is none', "fs.writeSync(1, JSON.stringify({ ok: true, profile: { name: '../x' } }))"],
    ['ends by a signal', "process.kill(process.pid, 'SIGKILL')"],
    ['fails', "throw new Error('no')"],
  ])('that %s is an error and no more', async (_, script) => {
    await expect(program(script).read()).rejects.toMatchObject(refused)
  })

  test('that goes on for ever is killed at the deadline', async () => {
    const { read } = program('for (;;);')
    const runs = () =>
      processIds().filter((pid) => {
        const command = `/proc/${pid}/cmdline`
        return existsSync(command) && readFileSync(command, 'latin1').includes(folder)
      })
    const begun = performance.now()
    const reading = read(AbortSignal.timeout(500))
    await expect.poll(runs).toHaveLength(1)
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(performance.now() - begun).toBeLessThan(2_000)
    await expect.poll(runs).toEqual([])
  })

  test('is one at a time for each user, and nobody waits for another’s', async () => {
    const { read } = program(`
      process.stderr.write('begun ')
      setTimeout(() => process.stderr.write('ended '), 300)`)
    const begun = performance.now()
    const one = (user: number) => read(AbortSignal.timeout(15_000), user).catch(() => performance.now() - begun)
    const [first, second, other] = (await Promise.all([one(1000), one(1000), one(0)])) as [number, number, number]
    expect(second).toBeGreaterThan(first + 300)
    expect(other).toBeLessThan(second)
  })

  test('is not begun for a client that has gone', async () => {
    await expect(reader().read(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(readFileSync(join(folder, 'mark'), 'utf8')).toBe('')
  })
})
