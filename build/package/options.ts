/** This module is the command line of `npm run package`. */
import { parseArgs } from 'node:util'
import { type Architecture, architectures, type Format, formats } from './release.ts'

export interface PackageCall {
  readonly standIn: boolean
  readonly architectures: readonly Architecture[]
  readonly formats: readonly Format[]
  /** The packages are examined after they were made (`check.ts`). */
  readonly check: boolean
}

export const packageUsage =
  'usage: npm run package -- [--stand-in] [--arch x64|arm64]... [--format deb|rpm|AppImage]... [--check]'

/** Reads the words after `npm run package --`. Throws an error that says which word is wrong. */
export function understandPackage(words: readonly string[]): PackageCall {
  const { values } = parseArgs({
    args: [...words],
    options: {
      'stand-in': { type: 'boolean', default: false },
      arch: { type: 'string', multiple: true },
      format: { type: 'string', multiple: true },
      check: { type: 'boolean', default: false },
    },
  })
  const standIn = values['stand-in']
  return {
    standIn,
    // The stand-in exists for one architecture.
    architectures: chosen(values.arch, standIn ? ['x64'] : architectures, architectures),
    formats: chosen(values.format, formats, formats),
    check: values.check,
  }
}

function chosen<Name extends string>(
  words: readonly string[] | undefined,
  otherwise: readonly Name[],
  all: readonly Name[],
): readonly Name[] {
  if (!words) return otherwise
  return words.map((word) => {
    const name = all.find((known) => known === word)
    if (!name) throw new Error(`there is no "${word}" among ${all.join(', ')}`)
    return name
  })
}
