import { type Finding, finding, stringsIn } from './finding.ts'
import { markdownFindings } from './markdownFindings.ts'

const maxTitleCharacters = 250
const maxDescriptionCharacters = 8000

type Value = Readonly<Record<string, unknown>>

/**
 * Faults of an Amazon Q Developer custom notification: the fixed members (its administrator guide, "custom notifications"), the
 * lengths seen in use, and foreign text that is active in what the chat client shows.
 */
export function amazonQFindings(body: string): Finding[] {
  const parsed = parsedObject(body)
  if (parsed === null) return [finding('no JSON object', 'https', body)]
  const { content, metadata } = parsed as { readonly content?: Value; readonly metadata?: Value }
  return [
    ...envelopeFindings(parsed),
    ...contentFindings(content ?? {}),
    ...[...stringsIn(content, 'content'), ...shownMetadata(metadata ?? {})]
      .flatMap(([where, text]) => markdownFindings(where, text))
      .filter(({ rule, where }) => !(rule === 'active emoji' && where.includes('relatedResources'))),
  ]
}

function envelopeFindings({ version, source, content }: Value): Finding[] {
  const isRight = version === '1.0' && source === 'custom' && typeof content === 'object' && content !== null
  return isRight ? [] : [finding('no custom notification', '', JSON.stringify({ version, source }))]
}

function contentFindings({ textType, title, description }: Value): Finding[] {
  return [
    ...(textType === 'client-markdown'
      ? []
      : [finding('unknown textType', 'content.textType', String(textType))]),
    ...lengthFindings('content.title', title, maxTitleCharacters),
    ...lengthFindings('content.description', description, maxDescriptionCharacters),
  ]
}

/** The thread's id and the type of the event are for machines; the rest may be shown. (An ARN has colons of its own.) */
function shownMetadata(metadata: Value): (readonly [string, string])[] {
  const { threadId: _threadId, eventType: _eventType, ...shown } = metadata
  return stringsIn(shown, 'metadata')
}

function lengthFindings(where: string, text: unknown, maxCharacters: number): Finding[] {
  if (typeof text === 'string' && text.length >= 1 && text.length <= maxCharacters) return []
  return [finding(`not 1 to ${maxCharacters} characters`, where, String(text).slice(0, 20))]
}

function parsedObject(text: string): Value | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Value) : null
  } catch {
    return null
  }
}
