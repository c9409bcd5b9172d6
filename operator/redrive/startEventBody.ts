import { isObject } from '../../functions/domain/tolerantJson.ts'

/**
 * The EventBridge event in a message: the message itself, as EventBridge keeps what it could not deliver, or `requestPayload`
 * of the envelope in which Lambda keeps what failed on every attempt (Lambda developer guide, invocation-async-retain-records).
 * Null when the body is no JSON object.
 */
export function startEventIn(body: string): unknown {
  const value = jsonIn(body)
  if (!isObject(value)) return null
  const isEnvelope = Object.hasOwn(value, 'requestPayload') && Object.hasOwn(value, 'requestContext')
  return isEnvelope ? value['requestPayload'] : value
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
