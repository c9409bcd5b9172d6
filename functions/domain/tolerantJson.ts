/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The object's own member by this name, in lower camel or Pascal case: CloudTrail's form for flow operations is
 * unpublished, so both are read. Only own members count: `__proto__` and `constructor` stay inert.
 */
export function memberOf(parent: JsonObject, key: string): unknown {
  if (Object.hasOwn(parent, key)) return parent[key]
  const pascalKey = key.charAt(0).toUpperCase() + key.slice(1)
  return Object.hasOwn(parent, pascalKey) ? parent[pascalKey] : undefined
}

/** The member as an object; null when it is anything else. */
export function objectOf(parent: JsonObject, key: string): JsonObject | null {
  const member = memberOf(parent, key)
  return isObject(member) ? member : null
}

/** The member as text; null when it is absent, empty or anything else. */
export function textOf(parent: JsonObject, key: string): string | null {
  const member = memberOf(parent, key)
  return typeof member === 'string' && member !== '' ? member : null
}

/** True when a value has more than `levels` levels of objects and arrays. Walks without recursion. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true
    level = level.flatMap(childrenOf)
  }
  return false
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}
