/** The way from the whole definition to one of its members. */
export type Path = readonly (string | number)[]

/** Stands for a member that is taken away. */
export const dropped = Symbol('dropped')

/** One member of the definition with another value, or without it. */
export type Edit = { readonly path: Path; readonly value: unknown }

/** The definition with its members changed; the given one stays as it is. Throws TypeError when a path leads nowhere. */
export function edited(definition: object, edits: readonly Edit[]): object {
  const copy = structuredClone(definition)
  for (const { path, value } of edits) {
    const holder = memberAt(copy, path.slice(0, -1))
    const key = path.at(-1)
    if (typeof holder !== 'object' || holder === null || key === undefined) {
      throw new TypeError(`there is no ${path.join('.')} in the definition`)
    }
    if (value !== dropped) Object.assign(holder, { [key]: value })
    else if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else Reflect.deleteProperty(holder, key)
  }
  return copy
}

/** What a path leads to; undefined where there is nothing. */
export function memberAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (member, key) => (typeof member === 'object' && member !== null ? Reflect.get(member, key) : undefined),
    value,
  )
}

/** `States.A.Retry.0` without the words that every path has: `A.Retry.0`. */
export function shortPath(path: Path): string {
  return path.filter(key => key !== 'States' && key !== 'ItemProcessor').join('.')
}
