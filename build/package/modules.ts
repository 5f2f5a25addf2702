/** Installs the modules that are shipped, for the architecture of the package. npm checks each against its hash in package-lock.json. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture } from './release.ts'

const root = join(import.meta.dirname, '../..')
const installMs = 300_000

/** Returns the path of a node_modules folder below `work`. */
export function modulesFor(architecture: Architecture, work: string): string {
  const folder = join(work, 'modules')
  const lock = join(folder, 'package-lock.json')
  const modules = join(folder, 'node_modules')
  const wanted = readFileSync(join(root, 'package-lock.json'))
  if (existsSync(join(modules, '.package-lock.json')) && readFileSync(lock).equals(wanted)) return modules
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(folder, name))
  // No scripts: koffi comes built, and nothing of a package is run here.
  const only = ['--omit=dev', '--ignore-scripts', '--os=linux', `--cpu=${architecture}`, '--libc=glibc']
  execFileSync('npm', ['ci', ...only, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: installMs,
  })
  return modules
}
