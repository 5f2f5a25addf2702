/** Whom a helper serves besides root, as a number; undefined where the words for it are none. */
export function allowedUser(
  verb: 'start' | undefined,
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): number | null | undefined {
  // pkexec and sudo say who asked, which cannot be claimed by the one who asks. A helper that a service manager starts, or root by hand,
  // serves whom its options name: what is left over in an environment names nobody.
  const asked = verb === 'start' ? (environment.PKEXEC_UID ?? environment.SUDO_UID) : undefined
  const user = option ?? asked
  if (user === undefined) return null
  return /^\d{1,10}$/.test(user) ? Number(user) : undefined
}
