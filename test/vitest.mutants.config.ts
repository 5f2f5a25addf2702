/** The model test of the decision over one mutant of it: `ROAM6_MUTANT` is its place in `prove/mutants.ts`. */
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vitest/config'
import { mutants, mutated } from './prove/mutants.ts'

const root = resolve(import.meta.dirname, '..')
const mutant = mutants[Number(process.env.ROAM6_MUTANT)]

const changes: Plugin = {
  name: 'mutant',
  enforce: 'pre',
  transform(code, id) {
    if (id !== resolve(root, mutated) || !mutant) return undefined
    if (!code.includes(mutant.from)) throw new Error(`nothing to change: ${mutant.what}`)
    return code.replace(mutant.from, () => mutant.to)
  },
}

export default defineConfig({
  root,
  plugins: [changes],
  // What is kept on disk is kept by the file's text, which a mutant does not change.
  test: {
    fsModuleCache: false,
    include: ['helper/core/roaming/decide.test.ts'],
    testTimeout: 60_000,
    bail: 1,
  },
})
