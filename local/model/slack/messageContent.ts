import type { JsonObject } from '../wire/jsonObject.ts'
import { blocksError, type SlackBlock } from './blocks.ts'

/** What a message shows. Members absent when the caller left them out. */
export type MessageContent = { readonly text?: string; readonly blocks?: readonly SlackBlock[] }

/** The content of a webhook post or an API call, or Slack's error code. */
export function readContent(body: JsonObject): MessageContent | { readonly error: string } {
  const { text, blocks } = body
  const hasText = typeof text === 'string' && text !== ''
  const hasBlocks = blocks !== undefined
  if (!hasText && !(Array.isArray(blocks) && blocks.length > 0)) {
    return { error: hasBlocks && !Array.isArray(blocks) ? 'invalid_blocks' : 'no_text' }
  }
  const error = hasBlocks ? blocksError(blocks) : undefined
  if (error) return { error }
  return { ...(hasText ? { text } : {}), ...(hasBlocks ? { blocks: blocks as readonly SlackBlock[] } : {}) }
}
