/**
 * The guest's image: Debian packages as a squashfs, the kernel out of them, and an initrd that mounts the one under
 * the other. Built once into a cache whose key is everything that it is made of.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { keep, labCache } from './cache.ts'
import { tool } from './outside.ts'
import { bootModules, leftOut, packages, type Suite } from './packages.ts'

export interface Image {
  readonly suite: Suite
  readonly root: string
  readonly kernel: string
  readonly initrd: string
}

/** mmdebstrap takes 1-2 minutes where the mirror is near. */
const bootstrapTimeoutMs = 20 * 60_000

export async function provideImage(suite: Suite, say: (line: string) => void): Promise<Image> {
  const key = createHash('sha256')
    .update(JSON.stringify([packages, leftOut, bootModules, initScript]))
    .digest('hex')
  const folder = join(labCache(), `${suite}-${key.slice(0, 12)}`)
  if (!existsSync(folder)) await keep(folder, (unfinished) => build(suite, unfinished, say))
  return {
    suite,
    root: join(folder, 'root.squashfs'),
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd'),
  }
}

async function build(suite: Suite, folder: string, say: (line: string) => void): Promise<void> {
  say(`lab image: Debian ${suite}, ${packages.length} packages and what they need (a minute or two, once)`)
  const tar = join(folder, 'root.tar')
  await tool(
    'mmdebstrap',
    [
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
      suite,
      tar,
    ],
    { timeoutMs: bootstrapTimeoutMs },
  )
  say('lab image: packing')
  await tool('sh', ['-c', 'exec tar2sqfs -q -c lz4 -b 128k "$1/root.squashfs" < "$1/root.tar"', 'sh', folder], {
    timeoutMs: 120_000,
  })
  const tree = join(folder, 'tree')
  await mkdir(tree)
  await tool('tar', ['xf', tar, '-C', tree, './boot', './usr/lib/modules'], { timeoutMs: 120_000 })
  const [kernel] = (await readdir(join(tree, 'boot'))).filter((name) => name.startsWith('vmlinuz-'))
  if (kernel === undefined) throw new Error('the image has no kernel in /boot')
  await copyFile(join(tree, 'boot', kernel), join(folder, 'vmlinuz'))
  await buildInitrd(tree, kernel.replace('vmlinuz-', ''), join(folder, 'initrd'))
  await rm(tree, { recursive: true })
  await rm(tar)
}

async function buildInitrd(tree: string, version: string, initrd: string): Promise<void> {
  const files = `${initrd}.files`
  for (const name of ['bin', 'proc', 'sys', 'dev', 'image', 'changes', 'root', 'modules'])
    await mkdir(join(files, name), { recursive: true })
  await copyFile('/bin/busybox', join(files, 'bin/busybox'))
  const modules = await inLoadOrder(join(tree, 'usr/lib/modules', version))
  for (const file of modules) await copyFile(file, join(files, 'modules', basename(file)))
  await writeFile(join(files, 'modules/order'), modules.map((file) => basename(file)).join('\n'))
  await writeFile(join(files, 'init'), initScript, { mode: 0o755 })
  await tool('sh', ['-c', 'cd "$1" && find . | cpio -o -H newc --quiet | gzip -1 > "$2"', 'sh', files, initrd])
  await rm(files, { recursive: true })
}

/** Lists the boot modules and their dependencies, each after its own; one that is built in needs no file. */
async function inLoadOrder(folder: string): Promise<string[]> {
  const name = (path: string) =>
    basename(path)
      .replace(/\.ko.*$/, '')
      .replaceAll('-', '_')
  const dependencies = new Map<string, { file: string; needs: string[] }>()
  for (const line of (await readFile(join(folder, 'modules.dep'), 'utf8')).split('\n')) {
    const [file = '', needs = ''] = line.split(':')
    dependencies.set(name(file), { file: join(folder, file), needs: needs.trim().split(' ').filter(Boolean).map(name) })
  }
  const order = new Set<string>()
  const add = (module: string) => {
    const known = dependencies.get(module)
    if (!known || order.has(known.file)) return
    for (const needed of known.needs) add(needed)
    order.add(known.file)
  }
  for (const module of bootModules) add(module)
  return [...order]
}

/** busybox only: modules, the image under an overlay of memory, the checkout by 9p, then the lab's own init from there. */
const initScript = `#!/bin/busybox sh
b=/bin/busybox
fail() { $b echo "guest: $1"; $b poweroff -f; }
$b mount -t proc proc /proc; $b mount -t sysfs sys /sys; $b mount -t devtmpfs dev /dev
for m in $($b cat /modules/order); do
  case $m in *.xz) $b xzcat /modules/$m >/m.ko; $b insmod /m.ko ;; *) $b insmod /modules/$m ;; esac
done
$b grep -q roam6.probe /proc/cmdline && fail 'it boots'
$b mount -t squashfs -o ro /dev/vda /image || fail 'no image on /dev/vda'
$b mount -t tmpfs -o size=60% changes /changes; $b mkdir /changes/upper /changes/work
$b mount -t overlay -o lowerdir=/image,upperdir=/changes/upper,workdir=/changes/work overlay /root || fail 'no overlay'
$b mkdir -p /root/project
$b mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=none project /root/project || fail 'no checkout'
for d in proc sys dev; do $b mount --move /$d /root/$d; done
exec $b switch_root /root /project/test/lab/machine/guest-init
`
