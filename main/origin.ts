/** The window has a place of its own: a private scheme, so that it needs neither the network nor file: addresses. */
export const scheme = 'roam6'
export const origin = `${scheme}://app`
export const page = `${origin}/index.html`
