/**
 * All that the lab needs besides packages, built where it is missing: the image, and where no guest runs under KVM a kernel that
 * runs as a process.
 *
 *     node test/lab/machine/provide.ts [trixie|bookworm]
 */
import { chooseAccelerator } from './accelerator.ts'
import { provideImage } from './image.ts'
import { lacksOfOwnKernel } from './own-kernel.ts'
import { suites } from './packages.ts'
import { provideUserModeKernel } from './user-mode-kernel.ts'

// Ctrl+C ends the tool that is running, and with it the build, which then takes away what it has begun.
process.on('SIGINT', () => {})
const say = (line: string) => console.error(line)
const suite = suites.find((name) => name === (process.argv[2] ?? 'trixie'))
if (!suite) throw new Error(`no such suite; there are ${suites.join(', ')}`)
const image = await provideImage(suite, say)
if ((await chooseAccelerator(image)) !== 'kvm' && (await lacksOfOwnKernel()) !== undefined)
  await provideUserModeKernel(say).catch((error: Error) =>
    say(`lab kernel: not built, guests are emulated and slow (${error.message})`),
  )
