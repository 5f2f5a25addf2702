/** Reads OpenVPN's own files, .ovpn and .conf, with keys inside or beside them. */
import { baseName, stemOf } from './certificates.ts'
import { type DraftBuilder, draftBuilder, refused } from './draft.ts'
import type { Imported, Importer, ImportSource, SourceFile } from './importer.ts'
import { type Directive, parseConfig } from './openvpn/config-text.ts'
import { readDirective } from './openvpn/directives.ts'
import { deviceFault, profileOf } from './openvpn/layer.ts'
import { emptySettings, type Settings } from './openvpn/settings.ts'

/** The beginnings of lines that hardly stand in files of another format. A client's file has at least two of them. */
const telling =
  /^[ \t]*(?:dev[ \t]+(?:tap|tun)|dev-type[ \t]|remote[ \t]+[^\s{=]|client[ \t]*$|tls-client|secret[ \t]+[^\s{=]|<ca>|<secret>|ca[ \t]+[^\s{=]|proto[ \t]+(?:udp|tcp)|tls-(?:auth|crypt)[ \t]|remote-cert-tls|resolv-retry|persist-tun)/gm

const likeness = ({ name, text }: SourceFile): number => {
  const lines = new Set((text?.match(telling) ?? []).map((line) => line.trim().split(/[ \t]/)[0])).size
  if (lines === 0) return 0
  if (name.endsWith('.ovpn')) return 1
  return lines < 2 ? 0.3 : 0.95
}

/** The directives that may differ from one <connection> block to the next, as far as a profile has them. */
const ofConnection = new Set(['remote', 'port', 'proto', 'float'])

function readConnection(settings: Settings, block: Directive, draft: DraftBuilder): Imported | null {
  const parsed = parseConfig(block.inline ?? '', block.from.file, block.from.line ?? 0)
  if (!parsed.ok) return parsed
  const local = emptySettings()
  for (const directive of parsed.directives) {
    if (ofConnection.has(directive.name)) readDirective(local, directive, draft)
    else draft.leaveOut(directive.name, directive.from, 'a profile has it for all connections or for none')
  }
  settings.float ||= local.float
  for (const remote of local.remotes) {
    settings.remotes.push({
      ...(local.port === undefined ? {} : { port: local.port }),
      ...(local.protocol === undefined ? {} : { protocol: local.protocol }),
      ...remote,
    })
  }
  return null
}

function read({ files, answers }: ImportSource): Imported {
  const ranked = files.filter((file) => likeness(file) > 0).sort((a, b) => likeness(b) - likeness(a))
  const [config, second] = ranked
  if (!config) return refused(files[0]?.name ?? '', 'is no configuration of OpenVPN')
  if (second && likeness(second) >= 0.95)
    return refused(second.name, `is a configuration too, beside ${config.name}`, 'Import one at a time.')
  const parsed = parseConfig(config.text ?? '', config.name)
  if (!parsed.ok) return parsed
  const draft = draftBuilder(answers)
  const settings = emptySettings()
  for (const directive of parsed.directives) {
    if (directive.name === 'connection' && directive.inline !== null) {
      const fault = readConnection(settings, directive, draft)
      if (fault) return fault
    } else readDirective(settings, directive, draft)
  }
  const fault = deviceFault(settings, config.name)
  if (fault) return fault
  const used = new Set([config.name])
  const profile = profileOf({ name: stemOf(config.name), settings, files, used, draft })
  for (const { name } of files)
    if (!used.has(name))
      draft.leaveOut(baseName(name), { file: name, line: null }, `${baseName(config.name)} does not use it`)
  return draft.imported(profile)
}

export const openvpn: Importer = {
  format: 'openvpn',
  title: 'OpenVPN',
  recognise: (files) => Math.max(0, ...files.map(likeness)),
  read,
}
