/** Each row of this table is a package that ours depends on: what for, how strongly, and its name in each distribution. */

/** required: Roam6 does not start or does not keep its promises without. recommended: most people's way home. suggested: some people's. */
export type Need = 'required' | 'recommended' | 'suggested'

interface Dependency {
  readonly need: Need
  readonly why: string
  /** Debian's names, "a | b" where a release renamed the package. */
  readonly deb: readonly string[]
  /** Fedora's names, which openSUSE shares but for `strongswan`'s parts. */
  readonly rpm: readonly string[]
}

export const dependencies: readonly Dependency[] = [
  {
    need: 'required',
    why: 'what Electron and Node link against (readelf -d), or open when a window does',
    deb: [
      'libc6',
      'libgcc-s1',
      'libstdc++6',
      'libgtk-3-0t64 | libgtk-3-0',
      'libnss3',
      'libnspr4',
      'libasound2t64 | libasound2',
      'libgbm1',
      'libatk1.0-0t64 | libatk1.0-0',
      'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
      'libatspi2.0-0t64 | libatspi2.0-0',
      'libcups2t64 | libcups2',
      'libdrm2',
      'libx11-6',
      'libxkbcommon0',
    ],
    // By soname, as rpm's own tools write it: Fedora's and openSUSE's packages have different names.
    rpm: [
      'libc.so.6',
      'libgcc_s.so.1',
      'libstdc++.so.6',
      'libgtk-3.so.0',
      'libnss3.so',
      'libnspr4.so',
      'libasound.so.2',
      'libgbm.so.1',
      'libatk-1.0.so.0',
      'libatk-bridge-2.0.so.0',
      'libatspi.so.0',
      'libcups.so.2',
      'libdrm.so.2',
      'libX11.so.6',
      'libxkbcommon.so.0',
    ].map((soname) => `${soname}()(64bit)`),
  },
  { need: 'required', why: 'links, addresses, routes, rules, xfrm', deb: ['iproute2'], rpm: ['iproute'] },
  { need: 'required', why: 'the guard’s second belt and the input filter', deb: ['nftables'], rpm: ['nftables'] },
  {
    need: 'required',
    why: 'setpriv, prlimit and unshare put limits on daemons and on the reading of files; Debian has them everywhere (Essential)',
    deb: [],
    rpm: ['util-linux'],
  },
  { need: 'required', why: 'a group is made at installation', deb: ['systemd | passwd'], rpm: ['systemd'] },
  {
    need: 'required',
    why: 'the theme that the icons belong to',
    deb: ['hicolor-icon-theme'],
    rpm: ['hicolor-icon-theme'],
  },
  {
    need: 'recommended',
    why: 'IKEv2, with EAP-MSCHAPv2 and EAP-TLS. Not required: it brings a strongSwan of the system’s too, which some do not want',
    deb: ['charon-systemd', 'libcharon-extauth-plugins', 'libcharon-extra-plugins'],
    rpm: ['strongswan'],
  },
  {
    need: 'recommended',
    why: 'who may do what, and the password dialogue',
    deb: ['polkitd | policykit-1'],
    rpm: ['polkit'],
  },
  {
    need: 'recommended',
    why: 'notifications with buttons, by notify-send',
    deb: ['libnotify-bin'],
    rpm: ['libnotify'],
  },
  {
    need: 'suggested',
    why: 'a way home for those whose home speaks it; its absence is named with this package',
    deb: ['openvpn'],
    rpm: ['openvpn'],
  },
  {
    need: 'suggested',
    why: 'a way home for those whose home speaks it; its absence is named with this package',
    deb: ['tinc'],
    rpm: ['tinc'],
  },
]

export const packagesFor = (format: 'deb' | 'rpm', need: Need): readonly string[] =>
  dependencies.filter((row) => row.need === need).flatMap((row) => row[format])
