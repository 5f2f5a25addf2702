import { describe, expect, test } from 'vitest'
import { changelog } from '../../build/package/changelog.ts'
import { understandPackage } from '../../build/package/options.ts'
import {
  architectures,
  dateOf,
  fileName,
  formats,
  publisherOf,
  type Release,
  versionOf,
} from '../../build/package/release.ts'

const publisher = { homepage: 'https://example.org', maintainer: 'Ada <ada@example.org>' }
const release: Release = { version: '1.2.3', architecture: 'x64', standIn: false, epoch: 86_400, publisher }
const forTests: Release = { ...release, standIn: true }

test('each package has the name that its format wants', () => {
  const names = architectures.flatMap((architecture) =>
    formats.map((format) => fileName({ ...release, architecture }, format)),
  )
  expect(names).toEqual([
    'roam6_1.2.3_amd64.deb',
    'roam6-1.2.3-1.x86_64.rpm',
    'Roam6-1.2.3-x86_64.AppImage',
    'roam6_1.2.3_arm64.deb',
    'roam6-1.2.3-1.aarch64.rpm',
    'Roam6-1.2.3-aarch64.AppImage',
  ])
})

test('a package with a stand-in says so in its version and in every name', () => {
  expect(versionOf(forTests)).toBe('1.2.3~standin')
  expect(formats.filter((format) => !fileName(forTests, format).includes('~standin'))).toEqual([])
})

test('a release says who publishes it, as package.json names them; a package for tests names nobody', () => {
  expect(publisherOf(false, { homepage: 'https://example.org', author: publisher.maintainer })).toEqual(publisher)
  expect(() => publisherOf(false, { homepage: 'https://example.org' })).toThrow('package.json has no')
  expect(publisherOf(true, {}).homepage).toContain('.invalid')
})

test('the date is the commit’s', () => {
  expect(dateOf(release)).toBe('1970-01-02')
})

describe('the call', () => {
  test('means both architectures and all formats', () => {
    expect(understandPackage([])).toEqual({ standIn: false, architectures, formats, check: false })
  })
  test('means the one architecture of the stand-in', () => {
    expect(understandPackage(['--stand-in']).architectures).toEqual(['x64'])
  })
  test('is refused with the names that there are', () => {
    expect(() => understandPackage(['--format', 'apk'])).toThrow('there is no "apk" among deb, rpm, AppImage')
  })
})

describe('the changelog', () => {
  const markdown = '# Changelog\n\n## Unreleased\n\n- One thing, which\n  goes on.\n- Another.\n\n## 1.0.0\n\n- Old.\n'
  test('has the newest items, dated', () => {
    expect(changelog(markdown, release)).toBe(
      'roam6 (1.2.3) unstable; urgency=medium\n\n  * One thing, which goes on.\n  * Another.\n\n' +
        ' -- Ada <ada@example.org>  Fri, 02 Jan 1970 00:00:00 +0000\n',
    )
  })
  test('has lines of at most 76 columns', () => {
    const long = changelog(`## Unreleased\n\n- ${'word '.repeat(60)}\n`, release)
    expect(
      long
        .split('\n')
        .filter((line) => line.startsWith('  '))
        .every((line) => line.length <= 76),
    ).toBe(true)
  })
})
