/** Boots the guest once for a run of vitest; its workers connect to it by what is provided here. */
import type { TestProject } from 'vitest/node'
import type { AgentPlace } from './machine/connection.ts'
import { provideImage } from './machine/image.ts'
import { openMachine } from './machine/open.ts'
import { chosenSuite } from './machine/packages.ts'
import { removeTemporary, temporaryFolder } from './machine/temporary.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly guest: { readonly place: AgentPlace; readonly console: string }
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const suite = chosenSuite()
  const folder = temporaryFolder('tests')
  process.env.ROAM6_TEMPORARY = folder
  const guest = await openMachine(await provideImage(suite, console.log), console.log)
  console.log(`lab: Debian ${suite} is up (${guest.accelerator})`)
  let ending = false
  guest.connection.lost.catch((error: Error) => {
    if (ending) return
    // Nothing that is still to come could succeed.
    console.error(`lab: ${error.message}`)
    process.exitCode = 1
    void project.vitest.cancelCurrentRun('test-failure')
  })
  project.provide('guest', { place: guest.place, console: `${guest.folder}/console.log` })
  return async () => {
    ending = true
    await guest.cut()
    removeTemporary(folder)
  }
}
