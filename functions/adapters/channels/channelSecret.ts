import { DeliveryError } from '../../domain/deliveryFailure.ts'
import { isWorthRetrying, ServiceError } from '../../domain/serviceError.ts'
import type { Secrets } from '../../ports.ts'

/** Which secret, and its name in our words. `fresh` reads past what is remembered. */
type SecretToRead = { readonly secretArn: string; readonly what: string; readonly fresh: boolean }

/** Reads a channel's secret, which is JSON; null for any other text. Throws DeliveryError; no error tells of the value. */
export async function readSecretJson(secrets: Secrets, secret: SecretToRead): Promise<unknown> {
  return parsedJson(await readText(secrets, secret))
}

async function readText(secrets: Secrets, { secretArn, what, fresh }: SecretToRead): Promise<string> {
  try {
    return await secrets.read(secretArn, { fresh })
  } catch (error) {
    const kind = error instanceof ServiceError && isWorthRetrying(error.kind) ? 'TRANSIENT' : 'REJECTED'
    const why = error instanceof ServiceError ? error.serviceErrorName : 'unexpected failure'
    throw new DeliveryError(`${what} cannot be read: ${why}`, { kind, attempts: 0 }, { cause: error })
  }
}

/** JSON.parse puts a piece of the text into its error, so that error must not become a cause. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
