import type { LocalAws } from '../../../local/model/localAws.ts'
import type { ServiceModel } from './botocoreModel.ts'

/** One answer as it came over the wire. */
export type WireAnswer = {
  readonly status: number
  readonly contentType: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends a request as an SDK of the service model would, but unchecked; only the signature is a dummy. */
export type Call = (operation: string, input: unknown) => Promise<WireAnswer>

export function callsTo(local: LocalAws, { metadata }: ServiceModel): Call {
  return async (operation, input) => {
    const response = await fetch(String(local.environment['AWS_ENDPOINT_URL']), {
      method: 'POST',
      headers: {
        'content-type': `application/x-amz-json-${metadata.jsonVersion}`,
        'x-amz-target': `${metadata.targetPrefix}.${operation}`,
        authorization: 'AWS4-HMAC-SHA256 dummy',
      },
      body: JSON.stringify(input),
    })
    const body = (await response.json()) as WireAnswer['body']
    return { status: response.status, contentType: response.headers.get('content-type') ?? '', body }
  }
}

/** The error's name, whichever of the service's forms it came in; undefined for a success. */
export function errorNameOf({ status, body }: WireAnswer): string | undefined {
  if (status === 200) return undefined
  return String(body['__type']).split('#').at(-1)
}
