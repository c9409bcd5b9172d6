/** Something in a message that must not be there: which rule it breaks, where it stands, and the piece at fault. */
export type Finding = { readonly rule: string; readonly where: string; readonly piece: string }

const shownCharacters = 80

export function finding(rule: string, where: string, piece: string): Finding {
  return { rule, where, piece: JSON.stringify(piece.slice(0, shownCharacters)) }
}

/** All strings inside a value, each with its path. */
export function stringsIn(value: unknown, path = ''): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    stringsIn(child, path === '' ? key : `${path}.${key}`),
  )
}
