/**
 * Where the lab runs: what ROAM6_LAB says (kernel: this machine's own; kvm, user-mode, tcg: a guest), else the first that
 * works here.
 */
import { chooseAccelerator } from './accelerator.ts'
import { bootGuest, type Guest } from './guest.ts'
import type { Image } from './image.ts'
import { lacksOfOwnKernel, openOwnKernel } from './own-kernel.ts'

export async function openMachine(image: Image, say: (line: string) => void = () => {}): Promise<Guest> {
  if (process.env.ROAM6_LAB === 'kernel') return openOwnKernel(image)
  const accelerator = await chooseAccelerator(image)
  if (process.env.ROAM6_LAB === undefined && accelerator !== 'kvm') {
    const lacks = await lacksOfOwnKernel()
    if (lacks === undefined) return openOwnKernel(image)
    say(`lab: a guest without KVM, as this machine's own kernel will not do (${lacks})`)
  }
  return bootGuest(image, { accelerator })
}
