import type { ServiceError } from '../functions/domain/serviceError.ts'

/** AWS did not answer a question. `right` is the IAM action that asks it. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError'
  readonly right: string
  readonly failure: ServiceError

  constructor(right: string, failure: ServiceError) {
    const isDenied = failure.kind === 'ACCESS_DENIED'
    super(isDenied ? `you lack the right ${right} (${failure.message})` : `${right}: ${failure.message}`, {
      cause: failure,
    })
    this.right = right
    this.failure = failure
  }
}
