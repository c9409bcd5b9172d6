import { parseJsonObject } from '../wire/jsonObject.ts'
import { ServiceError } from '../wire/serviceError.ts'
import type { PublishRequest } from './publishRequest.ts'

/** Message and attributes together, in UTF-8. */
const maximumPublishBytes = 262_144
/** 1..99 printable ASCII characters: the part of the rule that its older and newer wording share. */
const subjectPattern = /^[\x20-\x7e]{1,99}$/
const attributeNamePattern = /^[A-Za-z0-9_.-]{1,256}$/
const attributeTypes: readonly string[] = ['String', 'String.Array', 'Number', 'Binary']

/** Refuses a message that SNS would not take. */
export function checkPublish(request: PublishRequest): void {
  if (request.Subject !== undefined && !subjectPattern.test(request.Subject)) {
    throw invalidParameter('Invalid parameter: Subject')
  }
  messageBodies(request)
  for (const [name, attribute] of Object.entries(request.MessageAttributes)) checkAttribute(name, attribute)
  if (publishBytes(request) > maximumPublishBytes)
    throw invalidParameter('Invalid parameter: Message too long')
}

/** The message by protocol; refuses a structure without `default` or with values that are not text. */
export function messageBodies(request: PublishRequest): Readonly<Record<string, string>> {
  if (request.MessageStructure === undefined) return { default: request.Message }
  const bodies = parseJsonObject(request.Message)
  if (!bodies)
    throw invalidParameter('Invalid parameter: Message Structure - JSON message body failed to parse')
  if (typeof bodies['default'] !== 'string') {
    throw invalidParameter('Invalid parameter: Message Structure - No default entry in JSON message body')
  }
  if (!hasOnlyText(bodies))
    throw invalidParameter('Invalid parameter: Message Structure - values must be strings')
  return bodies
}

function hasOnlyText(bodies: Readonly<Record<string, unknown>>): bodies is Readonly<Record<string, string>> {
  return Object.values(bodies).every(body => typeof body === 'string')
}

function checkAttribute(name: string, attribute: { DataType: string; StringValue: string }): void {
  const isSound =
    attributeNamePattern.test(name) &&
    attributeTypes.includes(attribute.DataType) &&
    attribute.StringValue !== ''
  if (isSound) return
  const message = `The message attribute '${name}' needs a legal name and type, and a non-empty value`
  throw new ServiceError('InvalidParameterValueException', message)
}

function publishBytes(request: PublishRequest): number {
  const attributes = Object.entries(request.MessageAttributes).flatMap(([name, attribute]) => [
    name,
    attribute.DataType,
    attribute.StringValue,
  ])
  return Buffer.byteLength([request.Message, ...attributes].join(''))
}

function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message)
}
