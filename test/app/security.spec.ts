/** What the window may not do, and what must not get through it. */
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import type { Bridge } from '../../main/contract/bridge.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'

interface WithBridge {
  readonly roam6: Bridge
}

test('runs as an ordinary user, sandboxed and isolated', async ({ app, page }) => {
  const { uid, noSandbox, renderer } = await app.electron.evaluate(({ app: electron, BrowserWindow }) => ({
    uid: process.getuid?.(),
    noSandbox: electron.commandLine.hasSwitch('no-sandbox'),
    renderer: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  }))
  expect(uid).not.toBe(0)
  expect(noSandbox).toBe(false)
  // 2: a seccomp filter is in force (proc(5)).
  expect(readFileSync(`/proc/${renderer}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
  const globals = await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window))
  expect(globals).toEqual([])
  expect(await page.evaluate(() => Object.keys((window as unknown as WithBridge).roam6))).toEqual(['call', 'on'])
})

test('strings of the helper are text, whatever is in them', async ({ page, helper }) => {
  const hostile = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
  const failed = world.failed(new Date())
  helper.show({
    ...failed,
    profile: hostile,
    problems: failed.problems.map((problem) => ({
      ...problem,
      message: hostile,
      evidence: [hostile],
      remedies: [hostile],
    })),
    gateway: { name: hostile, address: hostile, rttMs: null },
  })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(hostile)
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await page.title()).toBe('Roam6')
})

test('reaches no network, not even this machine', async ({ app }) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const page = await app.window()
  const outcomes = await page.evaluate(async (url) => {
    const image = new Image()
    const loaded = new Promise((resolve) => {
      image.onload = () => resolve('loaded')
      image.onerror = () => resolve('refused')
    })
    image.src = `${url}/image`
    const fetched = await fetch(`${url}/fetch`).then(
      () => 'loaded',
      () => 'refused',
    )
    return [await loaded, fetched]
  }, address)
  // Without the page's own policy in the way: the session refuses too.
  const fromMain = await app.electron.evaluate(async ({ session }, url) => {
    const { net } = process.mainModule?.require('electron') ?? {}
    return new Promise((resolve) => {
      const request = net.request({ url: `${url}/main`, session: session.fromPartition('window') })
      request.on('response', () => resolve('loaded'))
      request.on('error', () => resolve('refused'))
      request.end()
    })
  }, address)
  server.close()
  expect([...outcomes, fromMain]).toEqual(['refused', 'refused', 'refused'])
  expect(asked).toEqual([])
})

/** Counts what arrives at a port of this machine, as datagrams and as connections. */
async function listeners() {
  const arrived: string[] = []
  const datagrams = createSocket('udp4').on('message', () => arrived.push('datagram'))
  await new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', resolve))
  const { port } = datagrams.address()
  const connections = createTcpServer((socket) => {
    arrived.push('connection')
    socket.destroy()
  })
  await new Promise<void>((resolve) => connections.listen(port, '127.0.0.1', resolve))
  const close = () =>
    Promise.all([datagrams, connections].map((one) => new Promise((done) => one.close(() => done(null)))))
  return { port, arrived, close }
}

test('sends no datagram and opens no connection by WebRTC', async ({ app }) => {
  const page = await app.window()
  const { port, arrived, close } = await listeners()
  const state = await page.evaluate(async (at) => {
    try {
      const account = { username: 'x', credential: 'y' }
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:127.0.0.1:${at}` },
          { urls: [`turn:127.0.0.1:${at}`, `turn:127.0.0.1:${at}?transport=tcp`], ...account },
        ],
      })
      const candidates: string[] = []
      peer.onicecandidate = ({ candidate }) => candidate?.candidate && candidates.push(candidate.candidate)
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      const gathered = new Promise((resolve) => {
        peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve(null)
      })
      await Promise.race([gathered, new Promise((resolve) => setTimeout(resolve, 3_000))])
      peer.close()
      return candidates
    } catch (error) {
      return String(error)
    }
  }, port)
  await close()
  expect(arrived).toEqual([])
  // Nor does it learn an address of this machine.
  if (Array.isArray(state)) expect(state).toEqual([])
})

test('downloads nothing', async ({ app }) => {
  const page = await app.window()
  await app.electron.evaluate(({ session }) => {
    const prevented: boolean[] = []
    Object.assign(globalThis, { prevented })
    // After the app's own.
    session.fromPartition('window').once('will-download', (event) => prevented.push(event.defaultPrevented))
  })
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'data:application/octet-stream,secret'
    link.download = 'secret'
    document.body.append(link)
    link.click()
    link.remove()
  })
  await expect
    .poll(() => app.electron.evaluate(() => (globalThis as unknown as { prevented: boolean[] }).prevented))
    .toEqual([true])
})

test('gets secrets only where the person says so, to a question that is not its own', async ({ app, page, helper }) => {
  const whole = 'name = "Home lab"'
  helper.script.toml = { 'Home lab': { whole, masked: whole } }
  const asked = () => helper.calls.filter(({ name }) => name === 'show').map(({ params }) => params)
  const value = () =>
    page.evaluate(() => (window as unknown as WithBridge).roam6.call('profileValue', { profile: 'Home lab' }))
  await app.electron.evaluate(({ dialog }) => {
    const questions: string[] = []
    Object.assign(globalThis, { questions })
    Object.assign(dialog, {
      showMessageBox: (_window: unknown, { message, cancelId }: { message: string; cancelId: number }) => {
        questions.push(message)
        return Promise.resolve({ response: cancelId, checkboxChecked: false })
      },
    })
  })
  expect(await value()).toEqual({ ok: true, value: null })
  expect(asked()).toEqual([])
  const questions = await app.electron.evaluate(() => (globalThis as unknown as { questions: string[] }).questions)
  expect(questions).toEqual(['Open “Home lab” for editing?'])
})

test('runs no script but its own', async ({ app }) => {
  const page = await app.window()
  const outcome = await page.evaluate(() => {
    const attempts: (() => void)[] = [
      () => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "owned"'
        document.head.append(script)
      },
      () => {
        const button = document.createElement('button')
        button.setAttribute('onclick', 'document.title = "owned"')
        document.body.append(button)
        button.click()
      },
      () => {
        document.body.innerHTML += '<img src=x onerror="document.title=\'owned\'">'
      },
    ]
    for (const attempt of attempts)
      try {
        attempt()
      } catch {
        // refused at once, by trusted types
      }
    return document.title
  })
  expect(outcome).toBe('Roam6')
})

test.describe('by itself', () => {
  // Playwright waits ever after for the navigations that were begun and refused.
  test.use({ own: true })

  test('goes nowhere, opens nothing, is permitted nothing', async ({ app }) => {
    const page = await app.window()
    const before = page.url()
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await page.evaluate(() => window.open('https://example.com/'))
    await page.evaluate(() => {
      location.href = 'file:///etc/passwd'
    })
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    const permissions = await page.evaluate(async () => {
      const notification = await Notification.requestPermission()
      const position = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        ),
      )
      return [notification, position]
    })
    expect(permissions).toEqual(['denied', 'denied'])
  })
})

test('foreign senders are refused, and so is content that fits no verb', async ({ app, page, helper }) => {
  const malformed = await page.evaluate(async () => {
    const call = (window as unknown as WithBridge).roam6.call as (verb: string, params: unknown) => Promise<unknown>
    const attempts: [string, unknown][] = [
      ['connect', { profile: '../../etc/x' }],
      ['chooseProfile', { profile: 'a\nb' }],
      ['chooseProfile', {}],
      ['pageShown', { page: 'https://example.com' }],
      ['quit', { disconnect: 'yes' }],
      ['changeSettings', { toldNoTray: true, theme: 'javascript:' }],
      ['stopTest', { run: '1' }],
      ['changeSettings', { trayInk: 'purple' }],
      ['changeSettings', { zoom: 99 }],
      ['previewImport', { source: { files: [] }, answers: {} }],
      ['previewImport', { source: { files: ['/etc/shadow'] }, answers: {} }],
      ['previewImport', { source: { files: [{ name: 'x', bytes: 'text' }] }, answers: {} }],
      ['previewImport', { source: { files: [{ name: 'x', bytes: new Uint8Array(1_048_577) }] }, answers: {} }],
      ['previewImport', { source: { profile: { name: '../x' } }, answers: {} }],
      ['pickFiles', { what: '/etc' }],
      ['exportProfile', { profile: 'Home lab', secrets: true, path: '/tmp/x' }],
      ['removeProfile', { profile: '../x' }],
      ['roam6:helper', {}],
      ['constructor', {}],
    ]
    return Promise.all(
      attempts.map(([verb, params]) =>
        call(verb, params).then(
          () => 'taken',
          () => 'refused',
        ),
      ),
    )
  })
  expect(malformed).toEqual(Array(19).fill('refused'))

  // Another window of the same app, with the same preload script: not the one that may speak.
  const foreign = await app.electron.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/preload.cjs`
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await window.loadURL('data:text/html,<title>foreign</title>')
    const answer = await window.webContents.executeJavaScript(
      `roam6.call('connect', {}).then(() => 'taken', (error) => String(error.message))`,
    )
    window.destroy()
    return answer as string
  })
  expect(foreign).toContain('refused: a foreign sender')
  expect(helper.calls.some(({ name }) => name === 'up')).toBe(false)
})
