/** Slack's published limits for messages, as far as the model enforces them. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from './json.ts'

function textIsBad(element: Json | undefined, limit: number): boolean {
  const { type, text } = objectOf(element)
  const known = type === 'plain_text' || type === 'mrkdwn'
  return !known || textOf(text).length < 1 || textOf(text).length > limit
}

function blockIsBad(block: JsonObject): boolean {
  const elements = listOf(block['elements'])
  const fields = listOf(block['fields'])
  switch (block['type']) {
    case 'header':
      return textIsBad(block['text'], 150) || objectOf(block['text'])['type'] !== 'plain_text'
    case 'section':
      if (block['text'] === undefined && fields.length === 0) return true
      if (block['text'] !== undefined && textIsBad(block['text'], 3000)) return true
      return fields.length > 10 || fields.some(field => textIsBad(field, 2000))
    case 'context':
      return elements.length < 1 || elements.length > 10 || elements.some(element => textIsBad(element, 3000))
    case 'actions':
      return (
        elements.length < 1 ||
        elements.length > 25 ||
        elements.some(button => textIsBad(objectOf(button)['text'], 75))
      )
    default:
      return typeof block['type'] !== 'string'
  }
}

function letters(value: Json | undefined): number {
  if (typeof value === 'string') return value.length
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + letters(item), 0)
  return Object.values(objectOf(value)).reduce<number>((sum, item) => sum + letters(item), 0)
}

/** Slack's error name for a message it would not take, or undefined. */
export function slackObjection(message: JsonObject): string | undefined {
  const blocks = listOf(message['blocks'])
  const text = textOf(message['text'])
  if (Object.keys(message).length === 0) return 'invalid_payload'
  if (text === '' && blocks.length === 0) return 'no_text'
  if (text.length > 40_000) return 'msg_too_long'
  if (message['blocks'] !== undefined && !Array.isArray(message['blocks'])) return 'invalid_blocks_format'
  if (blocks.length > 50 || blocks.some(block => blockIsBad(objectOf(block)))) return 'invalid_blocks'
  if (letters(blocks) > 13_200) return 'msg_blocks_too_long'
  return undefined
}

/** Every text of a message that Slack reads as markup: all but `plain_text` elements. */
export function markupTexts(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(markupTexts)
  const object = objectOf(value)
  return object['type'] === 'plain_text' ? [] : Object.values(object).flatMap(markupTexts)
}
