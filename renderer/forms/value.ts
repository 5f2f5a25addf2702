/** Reads and changes one place of a value; the value itself is never changed. */
import type { Draft, Field, Path } from './field.ts'

type Container = Readonly<Record<string | number, unknown>>

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

/** Parts of a profile that are not there at all where nothing of theirs is set. */
const optionalParts = new Set<string | number>(['static-key', 'tls', 'auth', 'ports', 'internet', 'behind'])

export const pathOf = (key: string): Path => key.split('.')

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (isContainer(at) ? at[key] : undefined), value)

/** @param next undefined takes the key, or the item of a list, away */
export function withValue(value: unknown, path: Path, next: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return next
  const inner = withValue(isContainer(value) ? value[key] : undefined, rest, next)
  if (Array.isArray(value) && typeof key === 'number')
    return [...value.slice(0, key), ...(inner === undefined ? [] : [inner]), ...value.slice(key + 1)]
  const { [key]: _old, ...others } = isContainer(value) ? value : {}
  const gone = inner === undefined || (optionalParts.has(key) && isContainer(inner) && Object.keys(inner).length === 0)
  return gone ? others : { ...(isContainer(value) ? value : {}), [key]: inner }
}

export const isAtOrBelow = (path: Path, outer: Path) => outer.every((key, at) => path[at] === key)

/** The helper's "home.toml, layer[0].peer.id" as a path; undefined where it names none. */
export function pathOfPlace(place: string): Path | undefined {
  const last = place.split(', ').at(-1) ?? ''
  if (!/^[a-z][\w-]*(?:\.[\w-]+|\[\d+\])*$/.test(last) || /^line\b/.test(last)) return undefined
  return [...last.matchAll(/[\w-]+/g)].map(([part], at) => (at > 0 && /^\d+$/.test(part) ? Number(part) : part))
}

/** A field that means nothing beside the others is not shown, unless something stands in it. */
export function isShown({ key, applies }: Field, value: Draft): boolean {
  const own = valueAt(value, pathOf(key))
  const isEmpty = own === undefined || (Array.isArray(own) && own.length === 0)
  return !isEmpty || !applies || applies(value)
}
