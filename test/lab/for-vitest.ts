/** Boots machines once for a run of vitest, one for each worker, which connects to it by what is provided here. */
import type { TestProject } from 'vitest/node'
import type { AgentPlace } from './machine/connection.ts'
import { provideImage } from './machine/image.ts'
import { openMachine } from './machine/open.ts'
import { chosenSuite } from './machine/packages.ts'
import { removeTemporary, temporaryFolder } from './machine/temporary.ts'

export interface OwnMachine {
  readonly place: AgentPlace
  readonly console: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly machines: readonly OwnMachine[]
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const suite = chosenSuite()
  const folder = temporaryFolder('tests')
  process.env.ROAM6_TEMPORARY = folder
  const image = await provideImage(suite, console.log)
  const workers = Array.from({ length: project.config.maxWorkers })
  const guests = [await openMachine(image, console.log)]
  while (guests.length < workers.length) guests.push(await openMachine(image))
  console.log(`lab: Debian ${suite} is up, ${guests.map(({ accelerator }) => accelerator).join(' and ')}`)
  let ending = false
  for (const { connection } of guests)
    connection.lost.catch((error: Error) => {
      if (ending) return
      // No test that is still to come could succeed without its machine.
      console.error(`lab: ${error.message}`)
      process.exitCode = 1
      void project.vitest.cancelCurrentRun('test-failure')
    })
  project.provide(
    'machines',
    guests.map(({ place, folder: own }) => ({ place, console: `${own}/console.log` })),
  )
  return async () => {
    ending = true
    for (const guest of guests) await guest.cut()
    removeTemporary(folder)
  }
}
