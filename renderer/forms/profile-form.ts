/** These tables are the forms of a profile: its own fields, its layers', its certificates'. */
import type * as v from 'valibot'
import { EspLayer } from '../../helper/contract/layer/esp.ts'
import { GreLayer } from '../../helper/contract/layer/gre.ts'
import { IkeLayer } from '../../helper/contract/layer/ike.ts'
import { Ip6ip6Layer } from '../../helper/contract/layer/ip6ip6.ts'
import { OpenVpnLayer } from '../../helper/contract/layer/openvpn.ts'
import { TincLayer } from '../../helper/contract/layer/tinc.ts'
import { Certificate, type Layer, Profile } from '../../helper/contract/profile.ts'
import { address, behindAddress, homeHost, homePrefix, host, ownAddress, route } from './checks.ts'
import {
  type CertificateKey,
  type FieldRow,
  type Group,
  type GroupRow,
  type LayerForm,
  type LineForm,
  named,
  namedField,
  type ProfileKey,
} from './field.ts'
import { esp } from './layer/esp.ts'
import { gre } from './layer/gre.ts'
import { ike } from './layer/ike.ts'
import { ip6ip6 } from './layer/ip6ip6.ts'
import { openvpn } from './layer/openvpn.ts'
import { tinc } from './layer/tinc.ts'

const layerRows: { readonly [Kind in Layer['kind']]: LayerForm<Kind> } = { ike, esp, openvpn, tinc, gre, ip6ip6 }
const layerSchemas: { readonly [Kind in Layer['kind']]: v.GenericSchema } = {
  ike: IkeLayer,
  esp: EspLayer,
  openvpn: OpenVpnLayer,
  tinc: TincLayer,
  gre: GreLayer,
  ip6ip6: Ip6ip6Layer,
}
export const layerForms = Object.fromEntries(
  Object.entries(layerSchemas).map(([kind, schema]) => [kind, named(schema, layerRows[kind as Layer['kind']])]),
) as Readonly<Record<Layer['kind'], readonly Group[]>>

const addressLine: LineForm = {
  read: (line) => ({ address: line }),
  write: (value) => String((value as { readonly address?: unknown }).address ?? ''),
}
const routeLine: LineForm = {
  read: (line) => {
    const [to, via] = line.split(/ +via +/)
    return via === undefined ? { to } : { to, via }
  },
  write: (value) => {
    const { to, via } = value as { readonly to?: string; readonly via?: string }
    return via === undefined ? String(to ?? '') : `${to} via ${via}`
  },
}

const ofProfile = (...groups: readonly GroupRow<ProfileKey>[]) => named(Profile, groups)

export const [nameForm, gatewayForm, ...homeForms] = ofProfile(
  {
    title: 'This profile',
    fields: [{ key: 'name', kind: 'text', explanation: 'As you call it, here and on the command line.' }],
  },
  {
    title: 'On the internet',
    fields: [
      {
        key: 'gateway',
        kind: 'text',
        check: host,
        explanation: 'Its name or address on the internet.',
      },
    ],
  },
  {
    title: 'Home',
    fields: [
      {
        key: 'home.prefixes',
        kind: 'lines',
        check: homePrefix,
        explanation: 'What home means. Packets for these never leave in clear.',
      },
      {
        key: 'home.hosts',
        kind: 'lines',
        check: homeHost,
        explanation: 'Addresses worth reaching; the test asks them.',
      },
      {
        key: 'internet.hosts',
        kind: 'lines',
        check: address,
        explanation: 'Addresses that the test asks for the IPv6 internet.',
      },
      {
        key: 'internet.guarded',
        kind: 'switch',
        explanation: 'Nothing of it leaves but through home. For a profile that routes ::/0 there.',
      },
    ],
  },
  {
    title: 'Addresses and routes',
    fields: [
      {
        key: 'address',
        kind: 'lines',
        form: addressLine,
        check: ownAddress,
        explanation: 'Of this laptop at home, with their lengths.',
      },
      {
        key: 'route',
        kind: 'lines',
        form: routeLine,
        check: route,
        explanation: 'Besides home’s prefixes; ::/0 sends the IPv6 internet through home. A next hop after “via”.',
      },
    ],
  },
  {
    title: 'Behind this laptop',
    folded: true,
    fields: [
      {
        key: 'behind.link',
        kind: 'text',
        mono: true,
        explanation:
          'Such as eth1. While connected, the laptop is the router of who is behind it: to home, and nowhere else.',
      },
      {
        key: 'behind.address',
        kind: 'text',
        check: behindAddress,
        mono: true,
        explanation: 'With the length of its prefix, which home must route to this laptop: fd12:3456:789a:1::1/64.',
      },
    ],
  },
  {
    title: 'Start',
    fields: [
      {
        key: 'start.when',
        kind: 'choice',
        choices: [
          { value: 'manual', label: 'By hand' },
          { value: 'login', label: 'At login' },
          { value: 'demand', label: 'On demand: when you press Connect', onlyIfSet: true },
        ],
      },
    ],
  },
) as readonly [Group, Group, ...Group[]]

const certificateRows: readonly (FieldRow & { readonly key: CertificateKey })[] = [
  {
    key: 'pem',
    kind: 'pem',
    private: false,
    explanation: 'One, or a chain with its own first. The helper says whether it is in date and fits its key.',
  },
  { key: 'key', kind: 'pem', private: true },
  { key: 'crl', kind: 'pem', private: false, explanation: 'Of an authority: its list (CRL).' },
]
export const certificateForm = certificateRows.map((row) => namedField(Certificate, row))
