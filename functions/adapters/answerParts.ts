import { ServiceError } from '../domain/serviceError.ts'
import { isObject, type JsonObject } from '../domain/tolerantJson.ts'

/** Far longer than any text of the API models, and short beside the execution's state. */
const maxTextLength = 512

/** The SDK passes on what was answered, whatever the model says: a text, or null. */
export function textIn(value: unknown, maxLength = maxTextLength): string | null {
  return typeof value === 'string' ? value.slice(0, maxLength) : null
}

/** A finite number, or null. */
export function numberIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** An object, or one without members. */
export function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** The items of a list, each as an object. Throws ServiceError when there is something else, since a list must not seem empty. */
export function listIn(value: unknown, where: string): JsonObject[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.map(objectIn)
  throw unreadable(`${where} is not a list`)
}

/** The token of the next page; undefined on the last. Throws ServiceError for one that is no text: more pages may follow. */
export function nextTokenIn(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw unreadable('NextToken is not a text')
}

/** Counts as a broken answer, like one that is no JSON: the next one may be whole. */
function unreadable(message: string): ServiceError {
  return new ServiceError({ name: 'UnreadableAnswer', message, httpStatusCode: 200 })
}
