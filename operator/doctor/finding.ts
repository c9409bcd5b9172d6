/** OK: looked at, and well. FAULT: looked at, and not. UNKNOWN: could not be looked at. */
export type Status = 'OK' | 'FAULT' | 'UNKNOWN'

/** What to do; `command` can be copied into a shell. */
export type Fix = { readonly words: string; readonly command: string | null }

/** What a check found. Foreign text in it is not yet inert. */
export type Finding = { readonly status: Status; readonly found: string; readonly fix: Fix | null }

export function well(found: string): Finding {
  return { status: 'OK', found, fix: null }
}

export function fault(found: string, words: string, command: string | null = null): Finding {
  return { status: 'FAULT', found, fix: { words, command } }
}

/** Without words: another check tells the fix. */
export function unknown(found: string, words: string | null = null): Finding {
  return { status: 'UNKNOWN', found, fix: words === null ? null : { words, command: null } }
}
