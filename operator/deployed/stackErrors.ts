/** There is no stack of that name in this account and Region. */
export class NoStackError extends Error {
  override readonly name = 'NoStackError'
}

/** The stack has not got a resource that every current stack of Flowbell has. */
export class MissingResourceError extends Error {
  override readonly name = 'MissingResourceError'
}

/** The key under which the functions' variables lie cannot be used by anybody. `keyArn`: null for AWS's own key. */
export class KeyUnusableError extends Error {
  override readonly name = 'KeyUnusableError'
  readonly state: KeyState
  readonly keyArn: string | null

  constructor(state: KeyState, keyArn: string | null, message: string) {
    super(`the key cannot be used: ${message}`)
    this.state = state
    this.keyArn = keyArn
  }
}
export type KeyState = 'DISABLED' | 'TO_BE_DELETED' | 'GONE' | 'OTHER'
