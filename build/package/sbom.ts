/** Writes the bill of materials (CycloneDX) by `npm sbom` from the lock file, adds Electron, and leaves out what differs between two builds. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Component } from './components.ts'
import { type Release, versionOf } from './release.ts'

interface Bill {
  serialNumber?: string
  metadata: { timestamp?: string; component: { version: string; readonly 'bom-ref': string } }
  components: { readonly 'bom-ref': string; readonly name: string; readonly purl: string }[]
  dependencies: { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

/**
 * @param folder the one with package.json and package-lock.json
 * @param shipped the modules that the package has, of all architectures' that the lock file has
 */
export function sbom(folder: string, shipped: readonly Component[], electron: Component, release: Release): string {
  const printed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 16 * 1024 * 1024,
  })
  const bill = JSON.parse(printed) as Bill
  bill.metadata.timestamp = new Date(release.epoch * 1000).toISOString()
  bill.metadata.component.version = versionOf(release)
  const electronRef = `electron@${electron.version}`
  bill.components = bill.components.filter(({ name }) => shipped.some(({ folder }) => folder === name))
  bill.components.push({ 'bom-ref': electronRef, name: electron.name, ...ofElectron(electron) })
  const there = new Set(bill.components.map((component) => component['bom-ref']))
  bill.dependencies = bill.dependencies
    .filter(({ ref }) => there.has(ref) || ref === bill.metadata.component['bom-ref'])
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => there.has(one)) }))
  bill.dependencies.push({ ref: electronRef, dependsOn: [] })
  // npm makes a random one; a digest of the content is as unique.
  delete bill.serialNumber
  const digest = createHash('sha256').update(JSON.stringify(bill)).digest('hex')
  const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
  return `${JSON.stringify({ ...bill, serialNumber: `urn:uuid:${uuid}` }, null, 2)}\n`
}

const ofElectron = ({ version, license }: Component) => ({
  type: 'framework',
  version,
  purl: `pkg:npm/electron@${version}`,
  licenses: [{ license: { id: license } }],
})
