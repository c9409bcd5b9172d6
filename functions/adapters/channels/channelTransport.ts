import { DeliveryError } from '../../domain/deliveryFailure.ts'
import { type HttpAnswer, type HttpPost, httpPost } from '../httpPost.ts'
import type { Progress } from './refusedError.ts'

/** A broken or foreign certificate does not mend itself: going on would send the message to somebody else. */
const certificateError = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/u

/**
 * Posts to a chat service, once. Throws DeliveryError when no answer came; `where` names the way in our words, `progress` is how far
 * the message has come if this request fails.
 */
export async function postOnce(post: HttpPost, where: string, progress: Progress): Promise<HttpAnswer> {
  try {
    return await httpPost(post)
  } catch (error) {
    const code = failureCode(error)
    const kind = certificateError.test(code) ? 'REJECTED' : 'TRANSIENT'
    // The cause is left out: it may hold the address, and a webhook's address is its secret.
    throw new DeliveryError(`${where} did not answer: ${code}`, { kind, ...progress })
  }
}

/** The socket's code, which `fetch` hides in the cause, or the error's name. */
function failureCode(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } }
  if (typeof cause?.code === 'string') return cause.code
  return typeof name === 'string' ? name : 'unknown failure'
}
