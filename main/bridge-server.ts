/** This module alone touches ipcMain: it refuses foreign senders, and checks every message before it is acted on. */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import * as v from 'valibot'
import {
  type BridgeEvent,
  type BridgeEvents,
  type BridgeParams,
  type BridgeResult,
  type BridgeVerb,
  bridge,
  type Reply,
} from './contract/bridge.ts'
import { eventChannel, verbChannel } from './contract/channels.ts'
import { origin } from './origin.ts'

export type BridgeHandlers = {
  readonly [Verb in BridgeVerb]: (params: BridgeParams<Verb>) => MaybePromise<Reply<BridgeResult<Verb>>>
}
type MaybePromise<Value> = Value | Promise<Value>

/** @param window the contents that may speak; undefined while there is no window */
export function serveBridge(handlers: BridgeHandlers, window: () => WebContents | undefined): void {
  for (const verb of Object.keys(bridge) as BridgeVerb[])
    ipcMain.handle(verbChannel(verb), (event, params: unknown) => {
      if (!isOwnWindow(event, window())) throw new Error('refused: a foreign sender')
      return handle(verb, params, handlers)
    })
}

function handle<Verb extends BridgeVerb>(verb: Verb, params: unknown, handlers: BridgeHandlers) {
  const parsed = v.safeParse<v.GenericSchema>(bridge[verb], params)
  if (!parsed.success) throw new Error(`refused: ${verb} does not take that`)
  return handlers[verb](parsed.output as BridgeParams<Verb>)
}

/** The one window's main frame, showing the app's own page. */
function isOwnWindow(event: IpcMainInvokeEvent, contents: WebContents | undefined): boolean {
  const { sender, senderFrame } = event
  if (!contents || sender !== contents || !senderFrame) return false
  return senderFrame.routingId === contents.mainFrame.routingId && senderFrame.url.startsWith(`${origin}/`)
}

export function sendToWindow<Event extends BridgeEvent>(
  contents: WebContents | undefined,
  event: Event,
  value: BridgeEvents[Event],
): void {
  if (contents && !contents.isDestroyed()) contents.send(eventChannel(event), value)
}
