/** Connects once after login where a profile says so. */
import type { AppModel } from './app-model.ts'

/** The helper may come up later than the desktop. */
const waitMs = 120_000

/** To be called when the app was started at login, not by hand. */
export function connectAtLogin(model: AppModel): void {
  const end = () => {
    clearTimeout(timer)
    unsubscribe()
  }
  const look = () => {
    const { helper, snapshot, profiles } = model.state
    if (helper.state !== 'running' || !snapshot) return
    end()
    const profile = profiles.find(({ start }) => start === 'login')
    // What is wanted already, from before the login or by hand, is left alone.
    if (profile && snapshot.intent === 'down') void model.connectTo(profile.name)
  }
  const timer = setTimeout(end, waitMs).unref()
  const unsubscribe = model.subscribe(look)
  look()
}
