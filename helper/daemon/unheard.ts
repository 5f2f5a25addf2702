/** Reports that a daemon's socket failed: the daemon closed it, answered nothing in time, or wrote what cannot be read. */
export class DaemonUnheard extends Error {
  override readonly name: string = 'DaemonUnheard'
}
