import { fill } from '../../../helper/core/gateway/blanks.ts'
import { gatewayTexts, kindsFor } from '../../../helper/core/gateway/gateway-texts.ts'
import { type GatewayKind, type GatewayText, gatewayKinds } from '../../../helper/core/gateway/text.ts'
import { writeGatewayFiles } from '../../gateway-files.ts'
import type { Answer } from '../../helper-failure.ts'
import type { ShownProfile } from '../../shown-profile.ts'
import { fromFile, fromHelper } from '../gateway/given-profile.ts'
import { ownPlaces, withAuthority } from '../gateway/with-authority.ts'
import { textOf } from '../given-files.ts'
import { isFile } from '../profile-file.ts'
import { blanksText, gatewayText } from '../text/gateway-text.ts'
import { type Call, type Context, type Ending, json, UsageError, type Verb } from '../verb.ts'

export const gateway: Verb = {
  name: 'gateway',
  summary: 'print what the gateway at home must have, as its own files',
  details:
    'Values that the profile does not say stand between << and >>, and are listed at the end. Keys and passwords that both ends share are among them unless --secrets is given. A file of TOML needs no helper. --with-ca makes an authority and certificates for both ends where the profile has none.',
  operand: {
    name: 'PROFILE',
    required: true,
    says: 'a profile’s name, or a file of its TOML (with a “/” in it, or ending in .toml)',
    completes: 'profiles and files',
  },
  flags: [
    { name: 'for', value: 'KIND', values: gatewayKinds, says: `the gateway is one of ${gatewayKinds.join(', ')}` },
    { name: 'set', value: 'BLANK=VALUE', many: true, says: 'fill a value in' },
    { name: 'out', value: 'FOLDER', says: 'write the files into FOLDER instead, in it gateway/ and router/' },
    { name: 'force', says: 'write over files that are there' },
    { name: 'secrets', says: 'with the keys and passwords that both ends share (administrators only)' },
    { name: 'with-ca', value: 'FOLDER', says: 'make an authority and certificates, and keep them in FOLDER' },
    { name: 'days', value: 'N', says: 'the certificates are valid for N days (365)' },
    { name: 'passphrase-file', value: 'FILE', says: 'encrypt the authority’s key by the passphrase in FILE' },
  ],
  async run(call, context) {
    const [operand = ''] = call.operands
    const values = valuesOf(call)
    const given = await givenBy(call, context, operand)
    if (!given.ok) return given.failure
    const { profile, laptopKey, made } = given.value
    const kind = kindOf(call.value('for'), kindsFor(profile))
    const own = made === undefined ? undefined : ownPlaces[kind]
    const places: Record<string, string> = own ? { 'certificate-file': own.certificate, 'key-file': own.key } : {}
    const text = gatewayTexts(profile, kind, { secrets: call.has('secrets'), laptopKey })
    const filled = fill(text, { ...places, ...values })
    if (!filled.ok) throw new UsageError(filled.faults.map(({ name, what }) => `--set ${name}: ${what}`).join('; '))
    made?.keep()
    if (own && made) tellPlaces(context, made.folder, own)
    return tellText(call, context, filled.text)
  },
}

function tellPlaces(
  context: Context,
  folder: string,
  own: { readonly certificate: string; readonly key: string },
): void {
  context.note(`On the laptop: roam6 import ${folder}/laptop.toml`)
  context.note(`On the gateway: ${folder}/gateway.pem is ${own.certificate}, ${folder}/gateway.key is ${own.key}`)
  context.note(`Keep ${folder}/authority.key away from both: it signs whoever is to come in later.`)
}

function tellText(call: Call, context: Context, text: GatewayText): Ending {
  const out = call.value('out')
  const written = out === undefined ? [] : writeInto(out, text, call.has('force'))
  if (context.json) context.print(json(out === undefined ? text : { ...text, written }))
  else if (out === undefined) context.print(gatewayText(text))
  else context.print([...written, blanksText(text.blanks)].join('\n').trimEnd())
  return 0
}

/** @throws UsageError where the files cannot be written */
function writeInto(folder: string, { files }: GatewayText, overwrites: boolean): readonly string[] {
  const written = writeGatewayFiles(folder, files, overwrites)
  if (written.ok) return written.paths
  if ('there' in written) throw new UsageError(`${written.there} is there already; --force writes over it`)
  throw new UsageError(`${folder}: ${written.refused}`)
}

interface Given extends ShownProfile {
  /** The authority that was made for it, which is kept once nothing else can be wrong. */
  readonly made?: { readonly folder: string; keep(): void }
}

async function givenBy(call: Call, context: Context, operand: string): Promise<Answer<Given>> {
  const folder = call.value('with-ca')
  if (folder !== undefined) return { ok: true, value: madeFor(call, context, operand, folder) }
  for (const flag of ['days', 'passphrase-file'])
    if (call.value(flag) !== undefined) throw new UsageError(`--${flag} is for --with-ca`)
  return isFile(operand) ? { ok: true, value: fromFile(operand) } : fromHelper(context, operand, call.has('secrets'))
}

function madeFor(call: Call, context: Context, operand: string, folder: string): Given {
  if (!isFile(operand)) throw new UsageError('--with-ca wants a file: what is installed has its certificates')
  const passphrase = call.value('passphrase-file')
  const { toml, keep } = withAuthority(textOf(operand), {
    folder,
    days: daysOf(call.value('days')),
    passphrase: passphrase === undefined ? null : textOf(passphrase).replace(/\r?\n$/, ''),
    now: context.now(),
  })
  return { ...fromFile(operand, toml), made: { folder, keep } }
}

function kindOf(wanted: string | undefined, possible: readonly GatewayKind[]): GatewayKind {
  if (possible.length === 0) throw new UsageError('there is no text for the gateway of such a stack of layers')
  const kind = wanted === undefined ? possible[0] : possible.find((one) => one === wanted)
  if (kind === undefined) throw new UsageError(`--for wants one of ${possible.join(', ')}, for this profile`)
  return kind
}

function daysOf(text = '365'): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new UsageError('--days wants a number up to 3650')
  return days
}

const valuesOf = (call: Call): Record<string, string> =>
  Object.fromEntries(
    call.values('set').map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new UsageError('--set wants BLANK=VALUE')
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
