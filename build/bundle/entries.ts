/** What `dist/` is made of: one row a program. */
import type { InlineConfig, Plugin } from 'vite'

export interface Entry {
  /** Where it lands, relative to dist/: the folder for the window, the file for a program. */
  readonly output: string
  /** Relative to the repository; an entry whose source is absent is passed over. */
  readonly source: string
  readonly config: InlineConfig
}

/** Loaded at run time from node_modules: native code cannot be bundled. */
const native = ['koffi']

/** What is imported where it is needed becomes a file beside the program, of the same name in every build. */
const inParts = { codeSplitting: true, chunkFileNames: 'part-[name].mjs' }

/** V8 keeps a program's text as long as it runs, and with two bytes for each character where one of them needs two. */
const inAscii: Plugin = {
  name: 'ascii',
  // After the last that prints it anew.
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = escaped(file.code)
    },
  },
}
const escaped = (code: string) =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A program for Node 24, which the checkout brings along. */
const node24 = (output: string, source: string, parts: object = {}): Entry => ({
  output,
  source,
  config: {
    plugins: [inAscii],
    ssr: { noExternal: true, external: native },
    build: { ssr: source, target: 'node24', rolldownOptions: { output: { format: 'es', ...parts } } },
  },
})

/** Code inside Electron: CommonJS that also the stand-in's Node 16 reads. */
const electron = (output: string, source: string): Entry => ({
  output,
  source,
  config: {
    ssr: { noExternal: true, external: ['electron'] },
    build: { ssr: source, target: 'node16', rolldownOptions: { output: { format: 'cjs' } } },
  },
})

export const entries: readonly Entry[] = [
  node24('helper/main.mjs', 'helper/main.ts', inParts),
  node24('helper/profile-import.mjs', 'helper/profile-import/child/main.ts'),
  node24('cli/main.mjs', 'main/cli/main.ts'),
  node24('test/killable-helper.mjs', 'test/lab/killable-helper.ts', inParts),
  electron('app/main.cjs', 'main/main.ts'),
  electron('app/preload.cjs', 'main/preload.ts'),
  {
    output: 'app/renderer',
    source: 'renderer/index.html',
    config: {
      root: 'renderer',
      base: './',
      build: {
        target: 'chrome108', // the stand-in's
        // Strict CSP: nothing inline, no data: addresses.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
      },
    },
  },
]

/** Programs as a person calls them: shell scripts that find their own Node. */
export const programs: readonly { readonly output: string; readonly runs: string; readonly asRoot: boolean }[] = [
  { output: 'roam6-helper', runs: 'helper/main.mjs', asRoot: true },
  { output: 'roam6', runs: 'cli/main.mjs', asRoot: false },
  { output: 'test/roam6-helper-killable', runs: 'test/killable-helper.mjs', asRoot: true },
]
