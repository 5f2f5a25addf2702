/** Names a package: its version, its file, its architecture in the words of each format. */

export const architectures = ['x64', 'arm64'] as const
export type Architecture = (typeof architectures)[number]

export const formats = ['deb', 'rpm', 'AppImage'] as const
export type Format = (typeof formats)[number]

export interface Release {
  /** Of package.json. */
  readonly version: string
  readonly architecture: Architecture
  /** The package has a stand-in for Electron, and is for tests alone. */
  readonly standIn: boolean
  /** Seconds since 1970 of the commit: every date in a package is this one. */
  readonly epoch: number
  readonly publisher: Publisher
}

/** A package says where it is from. */
export interface Publisher {
  readonly homepage: string
  /** "Name <address>" */
  readonly maintainer: string
}

/** The names of a package for tests lead nowhere (RFC 2606, .invalid). */
const nobody: Publisher = { homepage: 'https://roam6.invalid', maintainer: 'Roam6 <nobody@roam6.invalid>' }

/** @throws where package.json does not say who publishes a release */
export function publisherOf(standIn: boolean, { homepage, author }: { homepage?: string; author?: string }): Publisher {
  if (standIn) return nobody
  if (homepage === undefined || author === undefined)
    throw new Error(
      'package.json has no "homepage" and "author": a release says where it is from, and whom to write to',
    )
  return { homepage, maintainer: author }
}

/** A package with a stand-in sorts before the release of the same number, so that the release replaces it (deb-version(7), rpm-version(7): "~"). */
export const versionOf = ({ version, standIn }: Release): string => (standIn ? `${version}~standin` : version)

/** Debian Policy 5.6.8; RPM's and AppImage's are uname(1)'s. */
const names: Readonly<Record<Architecture, { readonly deb: string; readonly uname: string }>> = {
  x64: { deb: 'amd64', uname: 'x86_64' },
  arm64: { deb: 'arm64', uname: 'aarch64' },
}

export function fileName(release: Release, format: Format): string {
  const { deb, uname } = names[release.architecture]
  const version = versionOf(release)
  switch (format) {
    case 'deb':
      return `roam6_${version}_${deb}.deb`
    case 'rpm':
      return `roam6-${version}-1.${uname}.rpm`
    case 'AppImage':
      return `Roam6-${version}-${uname}.AppImage`
  }
}

/** YYYY-MM-DD in UTC. */
export const dateOf = ({ epoch }: Release): string => new Date(epoch * 1000).toISOString().slice(0, 10)
