/** Lists the components that others wrote: the modules, Node, and Electron with Chromium. The copyright file and the bill of materials are made from this list. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Component {
  readonly name: string
  /** Its folder's name, which is another where package.json renames it. */
  readonly folder: string
  readonly version: string
  /** SPDX's short name. */
  readonly license: string
  readonly homepage: string
  readonly author: string
  /** The licence's text as it came with the component. */
  readonly text: string
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly homepage?: string
  readonly author?: string | { readonly name?: string }
}

/** A module whose package names a licence and does not bring its text, of an author who wrote the module whose text it shares. */
const textOf: Readonly<Record<string, string>> = { '@koromix': 'koffi' }

/** @param modules path of the folder node_modules that is shipped. @throws where a module has no licence */
export function moduleComponents(modules: string): readonly Component[] {
  return moduleNames(modules).map((name) => {
    const manifest = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as Manifest
    const text = licenceText(join(modules, textOf[name.split('/')[0] ?? ''] ?? name))
    if (!manifest.license || !text) throw new Error(`${name} has no licence, or not its text`)
    const { author } = manifest
    return {
      name: manifest.name,
      folder: name,
      version: manifest.version,
      license: manifest.license,
      homepage: manifest.homepage ?? `https://www.npmjs.com/package/${manifest.name}`,
      author: (typeof author === 'string' ? author : author?.name) ?? `the authors of ${manifest.name}`,
      text,
    }
  })
}

function moduleNames(modules: string): readonly string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((inside) => `${name}/${inside}`) : [name],
    )
    .filter((name) => existsSync(join(modules, name, 'package.json')))
    .sort()
}

function licenceText(folder: string): string | undefined {
  const name = readdirSync(folder).find((one) => /^licen[cs]e(\.\w+)?$/i.test(one))
  return name && readFileSync(join(folder, name), 'utf8')
}

/** @param app path of the unpacked app. Its two licence files come with every build of Electron */
export function electronComponent(app: string, version: string): Component {
  return {
    name: 'electron',
    folder: 'electron',
    version,
    license: 'MIT',
    homepage: 'https://www.electronjs.org',
    author: 'the contributors to Electron, GitHub Inc.',
    text: readFileSync(join(app, 'LICENSE.electron.txt'), 'utf8'),
  }
}
