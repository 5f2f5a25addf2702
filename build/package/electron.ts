/**
 * The Electron that goes into a package. A release gets the official build of the version that package.json pins, checked against the hashes
 * that came with the npm module `electron`, whose own hash stands in package-lock.json. Nothing that an environment variable names gets in.
 */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { downloadArtifact } from '@electron/get'
import { standInFolder } from '../electron/provide.ts'
import { standInVersion, unpackStandIn } from '../electron/stand-in.ts'
import type { Release } from './release.ts'

const root = join(import.meta.dirname, '../..')
const installed = join(root, 'node_modules/electron')

export interface PackagedElectron {
  readonly version: string
  /** A folder with the zip of the official release, or the unpacked stand-in: electron-builder takes both. */
  readonly source: string
}

/**
 * @param work a folder of this package's own
 * @throws where the official release cannot be downloaded or has another hash, and a stand-in was not asked for
 */
export async function electronFor(release: Release, work: string): Promise<PackagedElectron> {
  return release.standIn ? standIn(work) : official(release)
}

async function official({ architecture }: Release): Promise<PackagedElectron> {
  const read = (name: string) => JSON.parse(readFileSync(join(installed, name), 'utf8'))
  const { version } = read('package.json') as { version: string }
  const checksums = read('checksums.json') as Record<string, string>
  try {
    const zip = await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: 'linux',
      arch: architecture,
      checksums,
      mirrorOptions: { mirror: 'https://github.com/electron/electron/releases/download/' },
    })
    return { version, source: dirname(zip) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `the official Electron ${version} for ${architecture} cannot be had (${why}). A release needs it; for a package to test with: npm run package -- --stand-in`,
    )
  }
}

/** Leaves out the link to the checkout's app, by which the tests start it, and what belonged to the program that the stand-in was taken from. */
function standIn(work: string): PackagedElectron {
  mkdirSync(dirname(standInFolder), { recursive: true })
  unpackStandIn(standInFolder, join(root, 'dist/app'))
  const source = join(work, 'electron')
  rmSync(source, { recursive: true, force: true })
  cpSync(standInFolder, source, {
    recursive: true,
    filter: (path) => ![join(standInFolder, 'usr'), join(standInFolder, 'resources/app')].includes(path),
  })
  return { version: standInVersion, source }
}
