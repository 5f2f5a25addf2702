/** From package.json; `build/bundle.ts` puts it in. */
declare const __VERSION__: string

export const version = __VERSION__
