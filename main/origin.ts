/** The window's own place: a private scheme, so that it needs neither the network nor file: addresses. */
export const scheme = 'roam6'
export const origin = `${scheme}://app`
export const page = `${origin}/index.html`
