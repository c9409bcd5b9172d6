/** More would only repeat the first one's consequences. */
const maxDifferences = 10
const maxShownLength = 160

/** Where two values of JSON differ: one line each, with the path and both values; the first ones only. Empty when they are equal. */
export function differencesBetween(one: unknown, other: unknown): string[] {
  return differencesAt('', one, other).slice(0, maxDifferences)
}

function differencesAt(path: string, one: unknown, other: unknown): string[] {
  if (Object.is(one, other)) return []
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) {
    return [`${path || 'the whole'}: ${shown(one)} against ${shown(other)}`]
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].flatMap(key => differencesAt(path === '' ? key : `${path}.${key}`, one[key], other[key]))
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, maxShownLength)
}
