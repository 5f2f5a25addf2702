/** Each row of this table is a complaint of a checker that stays, with the reason. */

interface Exception {
  /** Matches the lines that are passed over. */
  readonly says: RegExp
  readonly why: string
}

const built = 'Electron and Node are the builds of those who release them, byte for byte, and brought along on purpose'

export const exceptions: Readonly<Record<'lintian' | 'rpmlint', readonly Exception[]>> = {
  lintian: [
    {
      says: /(unstripped-binary-or-object|embedded-library \w+|hardening-no-pie) \[usr\/lib\/roam6\/(app\/|node\])/,
      why: built,
    },
    { says: /uses-no-compression-for-(control|data)-tarball$/, why: 'it is so for lintian alone (check.ts)' },
    {
      says: /copyright-(file-contains-full-gpl-license|not-using-common-license-for-gpl)$/,
      why: 'node-forge may be used under BSD, as it is here; its licence file, which has both, is told whole',
    },
  ],
  rpmlint: [
    {
      says: /(unstripped-binary-or-object|position-independent-executable-suggested|binary-or-shlib-calls-gethostbyname) \/usr\/lib\/roam6\/(app\/|node)/,
      why: built,
    },
    { says: /E: no-signature$/, why: 'whoever puts it into a repository signs it there' },
    { says: /E: no-changelogname-tag$/, why: 'the changelog is a document of the package, for every format the same' },
    { says: /W: manpage-not-compressed bz2 \S+\.gz$/, why: 'it is compressed; Fedora’s own are with gzip, too' },
    {
      says: /W: no-manual-page-for-binary roam6$/,
      why: 'there is one, roam6.1.gz; rpmlint overlooks it, as the program is a link',
    },
    {
      says: /W: dangerous-command-in-%(post|preun|postun) install$/,
      why: 'it copies one file of ours, the profile of AppArmor, where that is understood',
    },
    { says: /W: invalid-license MIT$/, why: 'MIT is SPDX’s name. Debian’s rpmlint has no list of licences' },
  ],
}
