/** OK: looked at, and well. FAULT: looked at, and not. UNKNOWN: could not be looked at. */
export type Status = 'OK' | 'FAULT' | 'UNKNOWN'

/** What to do; `command` can be copied into a shell. */
export type Fix = { readonly words: string; readonly command: string | null }

/** To deploy again, as the stack is but for these changes of parameters; `deployFix.ts` makes the command. */
export type DeployFix = { readonly words: string; readonly changes: Readonly<Record<string, string>> }

/** What a check found. Foreign text in it is not yet inert. */
export type Finding = {
  readonly status: Status
  readonly found: string
  readonly fix: Fix | DeployFix | null
}

export function well(found: string): Finding {
  return { status: 'OK', found, fix: null }
}

export function fault(found: string, words: string, command: string | null = null): Finding {
  return { status: 'FAULT', found, fix: { words, command } }
}

export function deployFault(found: string, words: string, changes: DeployFix['changes'] = {}): Finding {
  return { status: 'FAULT', found, fix: { words, changes } }
}

/** Without words: another check tells the fix. */
export function unknown(found: string, words: string | null = null): Finding {
  return { status: 'UNKNOWN', found, fix: words === null ? null : { words, command: null } }
}
