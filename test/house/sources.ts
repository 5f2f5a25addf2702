/** This module lists the sources of the checkout and what each imports, for the rules that are about imports. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** This pattern finds every `import … from`, `export … from` and `import(…)`, also of types. */
const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/** Returns all TypeScript that git tracks or would track, by path from the root of the checkout. */
export function sourceFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  })
  // A file that was moved is still listed under its old path until the move is staged.
  return listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)))
}

/** Returns the specifiers of a file's imports as they are written. */
export function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

/** Returns what a specifier in the file `from` stands for: a file of the checkout, or a package by name. */
export function target(from: string, specifier: string): { file: string } | { package: string } {
  if (specifier.startsWith('.')) return { file: normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))) }
  if (specifier.startsWith('node:')) return { package: specifier }
  return {
    package: specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  }
}
