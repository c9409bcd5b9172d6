import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { FunctionFacts } from '../ports.ts'
import { QuestionError } from '../questionError.ts'
import { type KeyState, KeyUnusableError } from './stackErrors.ts'

type EnvironmentError = NonNullable<FunctionFacts['environmentError']>

/**
 * Why a function's variables cannot be read. Lambda decrypts them with the rights of whoever asks, so that a denied access is
 * the reader's, and a key that is disabled or gone everybody's. Names: KMS API, Decrypt; Lambda API, Invoke, with KMS before.
 */
export function environmentFailure(error: EnvironmentError, keyArn: string | null): Error {
  const state = keyStateOf(error)
  if (state !== null) return new KeyUnusableError(state, keyArn, `${error.name}: ${error.message}`)
  const denied = error.name.includes('AccessDenied') ? { httpStatusCode: 403 } : {}
  return new QuestionError("kms:Decrypt on the stack's key", new ServiceError({ ...error, ...denied }))
}

function keyStateOf({ name, message }: EnvironmentError): KeyState | null {
  const [, state] = /^(?:KMS)?(Disabled|InvalidState|NotFound)(?:Exception)?$/u.exec(name) ?? []
  if (state === 'Disabled') return 'DISABLED'
  if (state === 'NotFound') return 'GONE'
  if (state === undefined) return null
  return /pending deletion/iu.test(message) ? 'TO_BE_DELETED' : 'OTHER'
}
