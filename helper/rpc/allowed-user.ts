/** Returns the user that a helper serves besides root: null for none, undefined where the option or the variable is no number. */
export function allowedUser(
  verb: 'start' | undefined,
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): number | null | undefined {
  // pkexec and sudo set these variables, and the person who asks cannot. Only `start` is run by them: a helper that a service manager starts,
  // or root by hand, serves the user that its option names, whatever is left over in its environment.
  const asked = verb === 'start' ? (environment.PKEXEC_UID ?? environment.SUDO_UID) : undefined
  const user = option ?? asked
  if (user === undefined) return null
  return /^\d{1,10}$/.test(user) ? Number(user) : undefined
}
