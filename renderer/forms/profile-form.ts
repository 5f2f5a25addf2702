/** These tables are the forms of a profile: its own fields, its layers', its certificates'. */
import type { Layer } from '../../helper/contract/profile.ts'
import { address, behindAddress, homeHost, homePrefix, host, ownAddress, route } from './checks.ts'
import type { CertificateKey, Field, Group, LayerForm, LineForm, ProfileKey } from './field.ts'
import { esp } from './layer/esp.ts'
import { gre } from './layer/gre.ts'
import { ike } from './layer/ike.ts'
import { ip6ip6 } from './layer/ip6ip6.ts'
import { openvpn } from './layer/openvpn.ts'
import { tinc } from './layer/tinc.ts'

export const layerForms: { readonly [Kind in Layer['kind']]: LayerForm<Kind> } = {
  ike,
  esp,
  openvpn,
  tinc,
  gre,
  ip6ip6,
}

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

type ProfileGroup = Group & { readonly fields: readonly (Field & { readonly key: ProfileKey })[] }

export const nameForm: ProfileGroup = {
  title: 'This profile',
  fields: [{ key: 'name', kind: 'text', label: 'Name', explanation: 'As you call it, here and on the command line.' }],
}

export const gatewayForm: ProfileGroup = {
  title: 'On the internet',
  fields: [
    {
      key: 'gateway',
      kind: 'text',
      check: host,
      label: 'Gateway',
      explanation: 'Its name or address on the internet.',
    },
  ],
}

export const homeForms: readonly ProfileGroup[] = [
  {
    title: 'Home',
    fields: [
      {
        key: 'home.prefixes',
        kind: 'lines',
        check: homePrefix,
        label: 'Prefixes',
        explanation: 'What home means. Packets for these never leave in clear.',
      },
      {
        key: 'home.hosts',
        kind: 'lines',
        check: homeHost,
        label: 'Hosts',
        explanation: 'Addresses worth reaching; the test asks them.',
      },
      {
        key: 'internet.hosts',
        kind: 'lines',
        check: address,
        label: 'Hosts beyond',
        explanation: 'Addresses that the test asks for the IPv6 internet.',
      },
      {
        key: 'internet.guarded',
        kind: 'switch',
        label: 'Guard the IPv6 internet',
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
        label: 'Addresses',
        explanation: 'Of this laptop at home, with their lengths.',
      },
      {
        key: 'route',
        kind: 'lines',
        form: routeLine,
        check: route,
        label: 'Routes',
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
        label: 'Device',
        explanation:
          'Such as eth1. While connected, the laptop is the router of who is behind it: to home, and nowhere else.',
      },
      {
        key: 'behind.address',
        kind: 'text',
        check: behindAddress,
        mono: true,
        label: 'Own address there',
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
        label: 'Connect',
        choices: [
          { value: 'manual', label: 'By hand' },
          { value: 'login', label: 'At login' },
          { value: 'demand', label: 'On demand: when you press Connect', onlyIfSet: true },
        ],
      },
    ],
  },
]

export const certificateForm: readonly (Field & { readonly key: CertificateKey })[] = [
  {
    key: 'pem',
    kind: 'pem',
    private: false,
    label: 'Certificate',
    explanation: 'One, or a chain with its own first. The helper says whether it is in date and fits its key.',
  },
  { key: 'key', kind: 'pem', private: true, label: 'Private key' },
  { key: 'crl', kind: 'pem', private: false, label: 'Revocations', explanation: 'Of an authority: its list (CRL).' },
]
