/** Makes deb, rpm and AppImage in dist/package from one table of content: `npm run package`. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from '../bundle.ts'
import { unpackApp } from './app-folder.ts'
import { packAppImage } from './app-image.ts'
import { checkPackage } from './check.ts'
import { content } from './content.ts'
import { type Entry, expand } from './expand.ts'
import { writeMade } from './made.ts'
import { modulesFor } from './modules.ts'
import { packByNfpm } from './nfpm.ts'
import { packageUsage, understandPackage } from './options.ts'
import { type Architecture, type Format, publisherOf, type Release } from './release.ts'

const root = join(import.meta.dirname, '../..')
const output = join(root, 'dist/package')

async function packageFor(release: Release, formats: readonly Format[], check: boolean): Promise<void> {
  const work = join(output, `.${release.architecture}`)
  mkdirSync(work, { recursive: true })
  // The man pages bear this date (build/reference/roff.ts).
  process.env.SOURCE_DATE_EPOCH = String(release.epoch)
  const app = await unpackApp(release, work)
  const modules = modulesFor(release.architecture, work)
  const made = writeMade(release, { app, modules }, work)
  const entries = expand(content(release.architecture), { checkout: root, made, app: app.folder, modules })
  for (const format of formats) {
    const begun = performance.now()
    const path = await pack(format, release, entries, work)
    const seconds = Math.round((performance.now() - begun) / 1000)
    console.log(`${path.slice(root.length + 1)}: ${(statSync(path).size / 1e6).toFixed(1)} MB, packed in ${seconds} s`)
    if (check) checkPackage(path, format, entries)
  }
}

const pack = (format: Format, release: Release, entries: readonly Entry[], work: string): Promise<string> | string =>
  format === 'AppImage'
    ? packAppImage(release, entries, work, output)
    : packByNfpm(release, format, entries, work, output)

function releaseOf(architecture: Architecture, standIn: boolean): Release {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
    homepage?: string
    author?: string
  }
  const publisher = publisherOf(standIn, own)
  const epoch = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim()
  return {
    version: own.version,
    architecture,
    standIn,
    publisher,
    epoch: Number(process.env.SOURCE_DATE_EPOCH ?? epoch),
  }
}

try {
  const call = understandPackage(process.argv.slice(2))
  await buildAll()
  for (const architecture of call.architectures)
    await packageFor(releaseOf(architecture, call.standIn), call.formats, call.check)
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : error}`)
  if (error instanceof TypeError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))
    console.error(packageUsage)
  process.exitCode = 1
}
