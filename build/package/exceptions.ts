/** What a checker says of our packages and we leave so: each with its reason. */

interface Exception {
  /** Matches the lines that are passed over. */
  readonly says: RegExp
  readonly why: string
}

export const exceptions: Readonly<Record<'lintian' | 'rpmlint', readonly Exception[]>> = { lintian: [], rpmlint: [] }
