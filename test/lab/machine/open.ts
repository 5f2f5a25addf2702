/** Where the lab runs: what was asked for by ROAM6_LAB (guest, kernel), else the first that is known to work here. */
import { chooseAccelerator } from './accelerator.ts'
import { bootGuest, type Guest } from './guest.ts'
import type { Image } from './image.ts'
import { lacksOfOwnKernel, openOwnKernel } from './own-kernel.ts'

export async function openMachine(image: Image, say: (line: string) => void = () => {}): Promise<Guest> {
  const asked = process.env.ROAM6_LAB
  if (asked === 'guest') return bootGuest(image)
  if (asked === 'kernel') return openOwnKernel(image)
  if ((await chooseAccelerator(image)) === 'kvm') return bootGuest(image, { accelerator: 'kvm' })
  const lacks = await lacksOfOwnKernel()
  if (lacks === undefined) return openOwnKernel(image)
  say(`lab: a guest without KVM, as this machine's own kernel will not do (${lacks})`)
  return bootGuest(image, { accelerator: 'tcg' })
}
