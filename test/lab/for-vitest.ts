/** Boots the guest once for a run of vitest; its workers connect to it by what is provided here. */
import type { TestProject } from 'vitest/node'
import type { AgentPlace } from './machine/connection.ts'
import { bootGuest } from './machine/guest.ts'
import { provideImage } from './machine/image.ts'
import { suites } from './machine/packages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly guest: { readonly place: AgentPlace; readonly console: string }
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const suite = suites.find((name) => name === (process.env.ROAM6_IMAGE ?? 'trixie'))
  if (!suite) throw new Error(`no image ${process.env.ROAM6_IMAGE}; there are ${suites.join(', ')}`)
  const guest = await bootGuest(await provideImage(suite, console.log))
  console.log(`lab: Debian ${suite} is up (${guest.accelerator})`)
  project.provide('guest', { place: guest.place, console: `${guest.folder}/console.log` })
  return () => guest.cut()
}
