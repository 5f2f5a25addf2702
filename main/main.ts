/** This module starts the app. It only puts the parts together, as a list of steps. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, clipboard, nativeTheme, session } from 'electron'
import * as v from 'valibot'
import { announceScheme, holdInPlace, permitNothing, resolveNothing, serveOnlyAppFiles } from './app-files.ts'
import { AppModel } from './app-model.ts'
import { opensAtLogin, setAutostart } from './autostart.ts'
import { type BridgeHandlers, sendToWindow, serveBridge } from './bridge-server.ts'
import { connectAtLogin } from './connect-at-login.ts'
import type { Reply } from './contract/bridge.ts'
import type { Offer } from './contract/words/acts.ts'
import { defaultSocket } from './default-socket.ts'
import { DesktopNotifications } from './desktop-notification.ts'
import { startAsRoot } from './elevate.ts'
import { gatewayVerbs } from './gateway-verbs.ts'
import { Call, GivenFiles, givenPaths } from './given-files.ts'
import { helperStart } from './helper-client.ts'
import { wordFailure } from './helper-failure.ts'
import { historyVerbs } from './history-verbs.ts'
import { isInstalled } from './installed.ts'
import { Notifier } from './notifier.ts'
import { ownCommand } from './own-command.ts'
import { panelInk } from './panel-ink.ts'
import { profileVerbs } from './profile-verbs.ts'
import { openSettings } from './settings.ts'
import { replaceLine, startLine } from './start-line.ts'
import { AppTray } from './tray.ts'
import { watchTrayHost } from './tray-host.ts'
import { type TrayCommand, trayView } from './tray-view.ts'
import { AppWindow } from './window.ts'

declare const __VERSION__: string

const done: Reply<null> = { ok: true, value: null }
const hidden = process.argv.includes('--hidden')
/** An empty one counts as none. */
const chosenSocket = process.env.ROAM6_SOCKET || undefined

// 1. Before anything is loaded: a place of our own, and a sandbox for whatever is shown.
app.enableSandbox()
announceScheme()
resolveNothing()
app.on('session-created', permitNothing)
app.on('web-contents-created', (_event, contents) => holdInPlace(contents))

const folder = __dirname
const icon = join(folder, 'icons/roam6-128.png')
const helper = {
  socket: chosenSocket ?? defaultSocket,
  chosen: chosenSocket !== undefined,
  program: join(folder, '../roam6-helper'),
}
const start = helperStart(helper)
const given = new GivenFiles()

/** Made here, and not by the app that runs already: relative paths are right here. */
const call: Call = { paths: givenPaths(process.argv, process.defaultApp ? [app.getAppPath()] : []) }

const model = new AppModel({
  version: __VERSION__,
  helper,
  settings: openSettings(join(app.getPath('userData'), 'settings.json')),
  program: {
    startLine: startLine(start),
    replaceLine: replaceLine(start),
    socket: start.socket,
    uid: start.uid,
    electron: process.versions.electron ?? '',
    chromium: process.versions.chrome ?? '',
  },
  opensAtLogin,
  setAutostart: (wanted) => setAutostart(wanted, ownCommand()),
  startHelper: () => startAsRoot(start.program, start.uid, startLine(start)),
})

async function run(): Promise<void> {
  await app.whenReady()
  nativeTheme.themeSource = model.state.settings.theme

  // 2. The window, from a session that reaches nothing and leaves nothing on disk.
  const isolated = session.fromPartition('window')
  serveOnlyAppFiles(isolated, join(folder, 'renderer'))
  const window = new AppWindow({
    preload: join(folder, 'preload.cjs'),
    icon,
    session: isolated,
    hasTray: () => model.state.tray,
    changed: () => {
      model.wantCounters(window.isShown && window.page === 'overview')
      if (window.isShown) sendToWindow(window.contents, 'state', model.state)
    },
    askForPage: (target) => sendToWindow(window.contents, 'page', target),
    zoom: () => model.state.settings.zoom,
    zoomed: (zoom) => model.changeSettings({ zoom }),
  })

  // 3. What the window may ask for.
  const quit = async (disconnect: boolean) => {
    if (disconnect) await model.disconnect()
    app.quit()
  }
  const ownWindow = () => window.contents && (BrowserWindow.fromWebContents(window.contents) ?? undefined)
  const after = async (work: void | Promise<void>) => {
    await work
    return done
  }
  const handlers: BridgeHandlers = {
    state: () => {
      void model.refreshProfiles()
      return { ok: true, value: model.state }
    },
    chooseProfile: ({ profile }) => after(model.chooseProfile(profile)),
    connect: () => after(model.connect()),
    disconnect: () => after(model.disconnect()),
    runTest: () => after(model.runTest()),
    stopTest: () => after(model.stopTest()),
    copy: ({ text }) => after(clipboard.writeText(text)),
    startHelper: () => after(model.startHelper()),
    logs: async () => {
      const answer = await model.logs()
      return answer.ok ? answer : { ok: false, words: wordFailure(answer.failure) }
    },
    changeSettings: (change) => {
      model.changeSettings(definedOnly(change))
      if (change.zoom !== undefined) window.setZoom(change.zoom)
      if (change.theme) nativeTheme.themeSource = change.theme
      return done
    },
    setOpensAtLogin: ({ wanted }) => after(model.setOpensAtLogin(wanted)),
    takeGivenFiles: () => given.take(),
    ...profileVerbs(model, ownWindow),
    ...gatewayVerbs(model, ownWindow),
    ...historyVerbs(model, ownWindow),
    noTrayTold: () => after(model.changeSettings({ toldNoTray: true })),
    dismissLastError: () => after(model.dismissLastError()),
    pageShown: ({ page }) => after(window.pageShown(page)),
    minimise: () => after(window.minimise()),
    closeWindow: () => after(window.close()),
    quit: ({ disconnect }) => after(quit(disconnect)),
  }
  serveBridge(handlers, () => window.contents)

  // 4. The tray, the notifications, and who tells them.
  const commands: { readonly [Kind in TrayCommand['kind']]: (command: Extract<TrayCommand, { kind: Kind }>) => void } =
    {
      connect: () => void model.connect(),
      disconnect: () => void model.disconnect(),
      startHelper: () => void model.startHelper(),
      choose: ({ profile }) => void model.chooseProfile(profile),
      copy: ({ text }) => clipboard.writeText(text),
      open: ({ page }) => window.open(page),
      import: () => window.open('import'),
      test: () => {
        void model.runTest()
        window.open('test')
      },
      quit: ({ disconnect }) => void quit(disconnect),
    }
  const tray = new AppTray(join(folder, 'icons'), (command) => commands[command.kind](command as never))
  const carryOut = ({ call }: Offer) => {
    if (call.verb === 'chooseProfile') void model.chooseProfile(call.profile)
    else void model[call.verb]()
  }
  const notifications = new DesktopNotifications({
    // Of the theme where it is: an icon in the archive of an installed app is no file to others.
    themeIcon: isInstalled(helper.program) ? 'roam6' : icon,
    icon,
    open: () => window.open('overview'),
    carryOut,
  })
  const notifier = new Notifier({
    isLooking: () => window.isFocused,
    show: (notice) => notifications.show(notice),
  })
  const look = () => {
    const { state } = model
    const view = trayView(state, new Date())
    const ink = state.settings.trayInk
    window.setTitle(`${view.said} – Roam6`)
    tray.show(view, ink === 'auto' ? panelInk(process.env, readText) : ink)
    notifier.look(state)
    if (window.isShown) sendToWindow(window.contents, 'state', state)
  }
  model.subscribe(look)
  model.onEvent((event) => sendToWindow(window.contents, 'event', event))
  model.onCounters((counters) => sendToWindow(window.contents, 'counters', counters))
  nativeTheme.on('updated', look)
  look()
  watchTrayHost((there) => {
    if (there && !model.state.tray) tray.renew()
    model.setTray(there)
    if (!there && !model.state.settings.toldNoTray && !window.isShown) window.open() // else it could not be reached at all
  })

  // 5. The way in, and the way out.
  // Electron's own handling of these does not end an app without a window.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  const openGiven = (paths: readonly string[]) => {
    given.add(paths)
    window.open(paths.length > 0 ? 'import' : undefined)
  }
  app.on('second-instance', (_event, _words, _folder, other) => openGiven(v.parse(Call, other).paths))
  app.on('window-all-closed', () => {}) // lives on in the tray
  app.on('before-quit', () => {
    window.prepareToQuit()
    tray.destroy()
    notifications.close()
    model.close()
  })
  if (!hidden || call.paths.length > 0) openGiven(call.paths)
  await model.start()
  if (hidden) connectAtLogin(model)
}

/** Undefined where there is no such file. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** An optional field that came as undefined is no change. */
function definedOnly<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never
}

// One app a user: the second one brings the first to the front, and ends.
if (app.requestSingleInstanceLock(call)) void run()
else app.exit(0)
