import { QuestionError } from './questionError.ts'

/** AWS knows nobody by these credentials, or no longer: nothing can be asked. */
export class CredentialsRefusedError extends Error {
  override readonly name = 'CredentialsRefusedError'
}

/** Throws CredentialsRefusedError if that is what an error comes to: then no other question would be answered either. */
export function demandCredentials(error: unknown): void {
  if (!(error instanceof QuestionError) || error.failure.kind !== 'EXPIRED_CREDENTIALS') return
  throw new CredentialsRefusedError(
    `AWS refuses the credentials (${error.failure.message}): renew them, or choose others with AWS_PROFILE`,
  )
}
