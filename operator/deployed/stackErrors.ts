/** There is no stack of that name in this account and Region. */
export class NoStackError extends Error {
  override readonly name = 'NoStackError'
}

/** The stack has not got a resource that every current stack of Flowbell has. */
export class MissingResourceError extends Error {
  override readonly name = 'MissingResourceError'
}
