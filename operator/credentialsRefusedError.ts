import { QuestionError } from './questionError.ts'

/** AWS knows nobody by these credentials, or no longer: nothing can be asked. */
export class CredentialsRefusedError extends Error {
  override readonly name = 'CredentialsRefusedError'
}

/** What an error comes to if no other question would be answered either; else null. */
export function credentialsRefusal(error: unknown): CredentialsRefusedError | null {
  if (!(error instanceof QuestionError) || error.failure.kind !== 'EXPIRED_CREDENTIALS') return null
  return new CredentialsRefusedError(
    `AWS refuses the credentials (${error.failure.message}): renew them, or choose others with AWS_PROFILE`,
  )
}

/** Throws it, if that is what an error comes to. */
export function demandCredentials(error: unknown): void {
  const refusal = credentialsRefusal(error)
  if (refusal !== null) throw refusal
}
