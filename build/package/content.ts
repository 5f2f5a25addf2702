/**
 * This table says what a package consists of, one row a file, a folder or a link. deb, rpm and AppImage are made from this table alone, and a test holds it
 * against what lies in a built package.
 */
import { documents } from '../linux/documents.ts'
import type { Architecture } from './release.ts'

/** The source of a row is in the checkout, or was made for this package, or belongs to the unpacked app or to the modules of the package's architecture. */
export type Place = 'checkout' | 'made' | 'app' | 'modules'

interface Target {
  /** Absolute, as installed. */
  readonly path: string
}

export interface FileRow extends Target {
  readonly kind: 'file'
  readonly from: Place
  /** Relative to the place. */
  readonly source: string
  readonly mode: number
}

export interface TreeRow extends Target {
  /** All files of a folder that match, with the right to be run where they have it. */
  readonly kind: 'tree'
  readonly from: Place
  readonly source: string
  /** Paths within the folder. */
  readonly only?: RegExp
}

export interface LinkRow extends Target {
  readonly kind: 'link'
  readonly to: string
}

export type Row = FileRow | TreeRow | LinkRow

export const programFolder = '/usr/lib/roam6'
const documentFolder = '/usr/share/doc/roam6'

const file = (path: string, from: Place, source: string, mode = 0o644): FileRow => ({
  kind: 'file',
  path,
  from,
  source,
  mode,
})
const program = (path: string, from: Place, source: string) => file(path, from, source, 0o755)
const tree = (path: string, from: Place, source: string, only: RegExp): TreeRow => ({
  kind: 'tree',
  path,
  from,
  source,
  only,
})
const link = (path: string, to: string): LinkRow => ({ kind: 'link', path, to })

const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

/** The helper and the command line: the built parts, the Node that runs them, and the one module that is native. */
const programs = (architecture: Architecture): readonly Row[] => [
  link('/usr/bin/roam6', '../lib/roam6/roam6'),
  program(`${programFolder}/roam6`, 'made', 'roam6'),
  program(`${programFolder}/roam6-helper`, 'made', 'roam6-helper'),
  program(`${programFolder}/node`, 'modules', `node-linux-${architecture}/bin/node`),
  tree(`${programFolder}/helper`, 'checkout', 'dist/helper', /^[\w-]+\.mjs$/),
  tree(`${programFolder}/cli`, 'checkout', 'dist/cli', /^main\.mjs$/),
  // Without its sources in C++, its documentation and what its installation needs.
  tree(
    `${programFolder}/node_modules/koffi`,
    'modules',
    'koffi',
    /^(package\.json|index\.c?js|src\/koffi\/(index|src\/static)\.c?js)$/,
  ),
  tree(
    `${programFolder}/node_modules/@koromix/koffi-linux-${architecture}`,
    'modules',
    `@koromix/koffi-linux-${architecture}`,
    /^(package\.json|index\.js|linux_\w+\/koffi\.node)$/,
  ),
]

const app: readonly Row[] = [
  // Chromium's set-user-ID sandbox stays out: user namespaces do the same without a program of root's (see apparmor for Ubuntu).
  tree(`${programFolder}/app`, 'app', '.', /^(?!chrome-sandbox$|LICENSE)/),
  // The app looks for the helper beside its own code.
  link(`${programFolder}/app/resources/roam6-helper`, '../../roam6-helper'),
  file('/usr/share/applications/roam6.desktop', 'made', 'roam6.desktop'),
  file('/etc/xdg/autostart/roam6.desktop', 'made', 'autostart.desktop'),
  file('/usr/share/metainfo/io.github.roam6.metainfo.xml', 'made', 'metainfo.xml'),
  file('/usr/share/mime/packages/roam6.xml', 'checkout', 'build/linux/mime.xml'),
  file('/usr/share/icons/hicolor/scalable/apps/roam6.svg', 'checkout', 'build/icons/roam6.svg'),
  file('/usr/share/icons/hicolor/symbolic/apps/roam6-symbolic.svg', 'checkout', 'build/icons/tray-at-home.svg'),
  ...iconSizes.map((size) =>
    file(`/usr/share/icons/hicolor/${size}x${size}/apps/roam6.png`, 'checkout', `dist/app/icons/roam6-${size}.png`),
  ),
]

/** What other programs of the system read. */
const system: readonly Row[] = [
  file('/usr/lib/systemd/system/roam6-helper.service', 'checkout', 'build/linux/roam6-helper.service'),
  file('/usr/lib/systemd/system-preset/80-roam6.preset', 'checkout', 'build/linux/preset'),
  file('/usr/lib/systemd/network/10-roam6.network', 'checkout', 'build/linux/networkd.network'),
  file('/usr/lib/systemd/networkd.conf.d/10-roam6.conf', 'checkout', 'build/linux/networkd.conf'),
  file('/usr/lib/NetworkManager/conf.d/10-roam6.conf', 'checkout', 'build/linux/network-manager.conf'),
  file('/usr/lib/sysusers.d/roam6.conf', 'checkout', 'build/linux/sysusers.conf'),
  file('/usr/share/polkit-1/actions/io.github.roam6.policy', 'checkout', 'build/linux/io.github.roam6.policy'),
  // Put into /etc/apparmor.d by the maintainer scripts, where AppArmor understands the profile.
  file('/usr/share/roam6/apparmor', 'checkout', 'build/linux/apparmor'),
  program(`${programFolder}/leave`, 'checkout', 'build/linux/leave'),
]

/** A man page and a document are compressed, as Debian Policy 12.1 and 12.3 ask for; what programs read is not. */
export const madeName = (path: string): string => path.replaceAll('/', '-')
export const compressedPath = (path: string): string => (path.startsWith('share/man/') ? `${path}.gz` : path)

const read = (): readonly Row[] => [
  // Debian's zsh looks in another folder than everybody else's.
  link('/usr/share/zsh/vendor-completions/_roam6', '../site-functions/_roam6'),
  ...documents('').map(([path]) => file(`/usr/${compressedPath(path)}`, 'made', madeName(compressedPath(path)))),
  file(`${documentFolder}/copyright`, 'made', 'copyright'),
  file(`${documentFolder}/changelog.gz`, 'made', 'changelog.gz'),
  file(`${documentFolder}/sbom.cdx.json.gz`, 'made', 'sbom.cdx.json.gz'),
  file(`${documentFolder}/LICENSES.chromium.html.gz`, 'made', 'LICENSES.chromium.html.gz'),
  file(`${documentFolder}/LICENSE.node.gz`, 'made', 'LICENSE.node.gz'),
]

export const content = (architecture: Architecture): readonly Row[] => [
  ...programs(architecture),
  ...app,
  ...system,
  ...read(),
]

/** Folders that are ours alone, with all in them: a package manager removes with the package those that it was told of. */
export const ownFolders = [programFolder, '/usr/share/roam6', documentFolder] as const

/** What a person reads, and a machine with little room may leave out. */
export const isDocument = ({ path }: Target): boolean => /^\/usr\/share\/(doc|man)\//.test(path)

/** Files below /etc are the administrator's to change: the package manager asks before it replaces them. */
export const isConfiguration = ({ path }: Target): boolean => path.startsWith('/etc/')
