import { retryAfterSeconds } from '../../domain/deliveryRetry.ts'
import type { HttpAnswer } from '../httpPost.ts'
import type { Refusal } from './refusedError.ts'

/**
 * Codes that Logic Apps and Power Automate answer with, as seen in the wild. An answer may quote the request, whose address is a
 * secret, so nothing else of it is ever shown.
 */
const knownCodes: ReadonlySet<string> = new Set([
  'AuthorizationFailed',
  'DirectApiAuthorizationRequired',
  'DirectApiInvalidAuthorizationScheme',
  'InvalidRequestContent',
  'MissingApiVersionParameter',
  'RequestEntityTooLarge',
  'TooManyRequests',
  'TriggerInputSchemaMismatch',
  'WorkflowNotFound',
  'WorkflowTriggerIsNotEnabled',
])

/**
 * Reads the flow's answer: null when it took the message. 202 says only that the run was started, 200 is the answer of a flow
 * with a response step. Whether the card reached the channel is not known to the caller: there is no receipt.
 */
export function teamsRefusal({ status, body, retryAfter }: HttpAnswer): Refusal | null {
  if (status === 200 || status === 202) return null
  return {
    kind: kindOf(status),
    errorName: codeOf(body) ?? 'no known reason',
    status,
    retryAfterSeconds: retryAfterSeconds(retryAfter),
  }
}

function kindOf(status: number): Refusal['kind'] {
  if (status === 429) return 'RATE_LIMITED'
  if (status >= 500 || status === 408) return 'TRANSIENT'
  if (status === 401 || status === 403 || status === 404) return 'ACCESS_REFUSED'
  // A shorter message without formatting may pass.
  return status === 400 || status === 413 ? 'MESSAGE_REFUSED' : 'REJECTED'
}

function codeOf(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly code?: unknown } }
    return typeof error?.code === 'string' && knownCodes.has(error.code) ? error.code : null
  } catch {
    return null
  }
}
