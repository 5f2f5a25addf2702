/** The socket at which a helper listens unless it is told otherwise. */
export const defaultSocket = '/run/roam6/helper.sock'
