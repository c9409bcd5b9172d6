import { isDeepStrictEqual } from 'node:util'
import { amazonQFindings } from './amazonQFindings.ts'
import { type Finding, finding } from './finding.ts'
import { mailBodyFindings, mailSubjectFindings } from './mailFindings.ts'
import { firstUnseen } from './unseenCharacters.ts'

/** What SNS is asked to publish, as the SDK is given it. */
export type PublishInput = {
  readonly Subject?: string | undefined
  readonly Message?: string | undefined
  readonly MessageStructure?: string | undefined
  readonly MessageAttributes?:
    | Readonly<Record<string, { DataType?: string | undefined; StringValue?: string | undefined }>>
    | undefined
}

/** SNS's limit of a message with its attributes; beyond ten attributes a raw delivery to SQS is dropped (SNS developer guide). */
const maxMessageBytes = 262_144
const maxAttributes = 10

const peoplesKeys = ['default', 'email'] as const
const machinesKeys = ['sqs', 'lambda'] as const

/** Faults of a Publish call; `document` is what the machine-readable parts must say. */
export function snsFindings(input: PublishInput, document: object): Finding[] {
  const message = input.Message ?? ''
  const parts = parsedParts(message)
  if (parts === null || input.MessageStructure !== 'json') return [finding('no JSON message', 'sns', message)]
  return [
    ...mailSubjectFindings(input.Subject ?? ''),
    ...[...new Set(peoplesKeys.map(key => parts[key] ?? ''))].flatMap(mailBodyFindings),
    ...machinesKeys.flatMap(key => documentFindings(`sns ${key}`, parts[key] ?? '', document)),
    ...amazonQFindings(parts['https'] ?? ''),
    ...attributeFindings(input.MessageAttributes ?? {}),
    ...sizeFindings(input),
  ]
}

/** A JSON text that must hold exactly this document. */
export function documentFindings(where: string, text: string, document: object): Finding[] {
  const expected = JSON.stringify(document)
  if (text === expected) return []
  try {
    if (isDeepStrictEqual(JSON.parse(text), JSON.parse(expected))) return []
  } catch {
    return [finding('no JSON', where, text)]
  }
  return [finding('another document', where, text)]
}

function parsedParts(message: string): Readonly<Record<string, string>> | null {
  try {
    const parts: unknown = JSON.parse(message)
    const isTexts = Object.values(parts as object).every(part => typeof part === 'string')
    return isTexts ? (parts as Record<string, string>) : null
  } catch {
    return null
  }
}

/** An empty value is refused, half a character cannot even be sent, and SQS takes no control characters. */
function attributeFindings(attributes: NonNullable<PublishInput['MessageAttributes']>): Finding[] {
  const entries = Object.entries(attributes)
  return [
    ...(entries.length > maxAttributes ? [finding(`${entries.length} attributes`, 'sns', '')] : []),
    ...entries.flatMap(([name, { DataType, StringValue = '' }]) => {
      const where = `attribute ${name}`
      if (DataType !== 'String' || StringValue === '')
        return [finding('empty or no text', where, StringValue)]
      if (!StringValue.isWellFormed()) return [finding('half a character', where, StringValue)]
      const unseen = firstUnseen(StringValue) ?? (StringValue.includes('\n') ? 'U+000A' : null)
      return unseen === null ? [] : [finding(`unseen character ${unseen}`, where, StringValue)]
    }),
  ]
}

function sizeFindings({ Message = '', MessageAttributes = {} }: PublishInput): Finding[] {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { StringValue = '' }]) => name + StringValue,
  )
  const bytes = Buffer.byteLength(Message + attributes.join(''))
  return bytes <= maxMessageBytes ? [] : [finding(`${bytes} bytes`, 'sns', '')]
}
