/** Writes nested settings in the form of swanctl.conf(5) and strongswan.conf(5). */

export type Settings = { readonly [key: string]: string | readonly string[] | Settings | undefined }

/** Puts a value in double quotes, with strongSwan's two escapes. */
export const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** Writes a line for each key and two for each section. A key without a value is left out, and so is a section without keys. */
export function settingLines(settings: Settings, depth = 0): readonly string[] {
  const indent = '  '.repeat(depth)
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value === undefined) return []
    if (typeof value === 'string') return [`${indent}${key} = ${value}`]
    if (isList(value)) return value.length === 0 ? [] : [`${indent}${key} = ${value.join(', ')}`]
    const inner = settingLines(value, depth + 1)
    return inner.length === 0 ? [] : [`${indent}${key} {`, ...inner, `${indent}}`]
  })
}

const isList = (value: readonly string[] | Settings): value is readonly string[] => Array.isArray(value)
