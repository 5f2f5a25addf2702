/** Runs sandboxed before the window's own code, and gives it the bridge: named verbs and events, nothing else. */
import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from './contract/bridge.ts'
import { eventChannel, eventNames, verbChannel, verbNames } from './contract/channels.ts'

const bridge: Bridge = {
  call(verb, params) {
    if (!verbNames.has(verb)) return Promise.reject(new Error(`no such verb: ${verb}`))
    return ipcRenderer.invoke(verbChannel(verb), params)
  },
  on(event, listener) {
    if (!eventNames.has(event)) throw new Error(`no such event: ${event}`)
    const channel = eventChannel(event)
    // The window gets the value alone: Electron's event object would hand it the sender.
    const deliver = (_event: unknown, value: Parameters<typeof listener>[0]) => listener(value)
    ipcRenderer.on(channel, deliver)
    return () => void ipcRenderer.removeListener(channel, deliver)
  },
}

contextBridge.exposeInMainWorld('roam6', bridge)
