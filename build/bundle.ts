/** Makes dist/ from the table in bundle/entries.ts; does nothing where nothing changed. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { InlineConfig, Plugin } from 'vite'
import { type Entry, entries, programs } from './bundle/entries.ts'
import { isFresh, writeStamp } from './bundle/freshness.ts'
import { launcher } from './bundle/launcher.ts'
import { withLock } from './bundle/lock.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Whatever changes every output: the tools, and how they are called. */
const common = ['build/bundle.ts', 'build/bundle/entries.ts', 'node_modules/.package-lock.json', 'package.json']

const isFolder = (entry: Entry) => entry.source.endsWith('.html')

async function bundle(entry: Entry): Promise<void> {
  const { build, mergeConfig } = await import('vite')
  const output = join(dist, entry.output)
  const inputs = new Set(common.map((path) => join(root, path)).concat(join(root, entry.source)))
  const config: InlineConfig = {
    configFile: false,
    root,
    mode: 'production',
    logLevel: 'warn',
    clearScreen: false,
    publicDir: false,
    define: { __VERSION__: JSON.stringify(version()) },
    plugins: [recordInputs(inputs), ...(isFolder(entry) ? [(await import('@vitejs/plugin-react')).default()] : [])],
    build: isFolder(entry)
      ? { outDir: output, emptyOutDir: true }
      : {
          outDir: dirname(output),
          emptyOutDir: false,
          minify: false, // stack traces in a problem report must be readable
          // V8 keeps a program's whole text; the comments are a sixth of the helper's.
          rolldownOptions: { output: { comments: false, entryFileNames: basename(output), codeSplitting: false } },
        },
  }
  await build(mergeConfig(config, entry.config))
  writeStamp(stampOf(entry.output), inputs)
}

/** The files that end in the output, as the bundler resolved them. */
function recordInputs(inputs: Set<string>): Plugin {
  return {
    name: 'record-inputs',
    buildEnd() {
      for (const id of this.getModuleIds()) {
        const path = id.replace(/\?.*$/, '')
        if (existsSync(path)) inputs.add(path)
      }
    },
  }
}

const stampOf = (output: string) => join(dist, '.stamps', `${output.replaceAll('/', '-')}.json`)

function version(): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
}

function writeProgram(output: string, content: string): void {
  const path = join(dist, output)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  chmodSync(path, 0o755)
}

/** Brings dist/ up to date. `only` narrows to outputs that begin so. */
export const buildAll = (only = ''): Promise<void> => withLock(join(dist, '.stamps/lock'), () => update(only))

async function update(only: string): Promise<void> {
  for (const entry of entries.filter(({ output }) => output.startsWith(only))) {
    if (!existsSync(join(root, entry.source))) {
      rmSync(join(dist, entry.output), { recursive: true, force: true })
      continue
    }
    if (existsSync(join(dist, entry.output)) && isFresh(stampOf(entry.output))) continue
    const begun = performance.now()
    await bundle(entry)
    console.log(`built dist/${entry.output} in ${Math.round(performance.now() - begun)} ms`)
  }
  for (const { output, runs, asRoot } of programs)
    if (existsSync(join(dist, runs))) writeProgram(output, launcher(output, runs, asRoot))
  if (existsSync(join(dist, 'app'))) writeAppPackage()
  if ('share'.startsWith(only) && !(existsSync(join(dist, 'share')) && isFresh(stampOf('share')))) {
    // In a module of its own: loading the verbs costs more than finding that nothing changed.
    const { writeDocuments } = await import('./linux/documents.ts')
    writeDocuments(dist, version())
    writeStamp(stampOf('share'), documentSources())
  }
  if ('app/icons'.startsWith(only) && !(existsSync(join(dist, 'app/icons')) && isFresh(stampOf('app/icons')))) {
    const { iconSources, renderIcons } = await import('./icons/render.ts')
    renderIcons(join(dist, 'app/icons'))
    writeStamp(stampOf('app/icons'), iconSources)
  }
}

/** Lists what the documents are made from: whole folders, as a file may be added. */
function documentSources(): readonly string[] {
  const folders = ['build/examples', 'build/reference', 'build/linux', 'helper/contract', 'main/cli']
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  return [...common, ...folders, ...inside, 'helper/options.ts', 'helper/core/change/marks.ts'].map((path) =>
    join(root, path),
  )
}

/** What Electron reads first. */
function writeAppPackage(): void {
  const app = { name: 'roam6', productName: 'Roam6', version: version(), main: 'main.cjs', type: 'commonjs' }
  writeFileSync(join(dist, 'app/package.json'), `${JSON.stringify(app, null, 2)}\n`)
}

if (import.meta.main) await buildAll(process.argv[2])
