import { styleText } from 'node:util'
import type { LocalAws } from '../local/model/localAws.ts'

type SlackCard = LocalAws['slack']['cards'][number]
type SlackBlock = SlackCard['blocks'][number]

/** A Slack message and its thread, drawn in a terminal. */
export function slackLines(card: SlackCard): string[] {
  const edits = card.updateCount === 0 ? '' : styleText('dim', ` (edited ${card.updateCount}×)`)
  const thread = card.replies.flatMap(reply => ['', ...bar(reply.blocks, '  ┊ ')])
  return [
    `${styleText('bold', 'Flowbell')} ${styleText('dim', 'APP')}${edits}`,
    ...bar(card.blocks, '┃ '),
    ...thread,
  ]
}

function bar(blocks: readonly SlackBlock[], mark: string): string[] {
  return blocks
    .map(blockText)
    .join('\n\n')
    .split('\n')
    .map(line => `${styleText('cyan', mark)}${line}`)
}

function blockText(block: SlackBlock): string {
  const { type, text, elements } = block as {
    readonly type?: string
    readonly text?: { readonly text?: string }
    readonly elements?: readonly { readonly text?: string }[]
  }
  const content = text?.text ?? elements?.map(element => element.text ?? '').join('  ·  ') ?? ''
  return type === 'header' ? styleText('bold', content) : mrkdwnText(content)
}

/** Slack's bold, code, links and entities as a terminal shows them. */
function mrkdwnText(text: string): string {
  return text
    .replaceAll(
      /^(•?\s?)\*(.+?)\*/gmu,
      (_bold, before: string, words: string) => `${before}${styleText('bold', words)}`,
    )
    .replaceAll(/`([^`]*)`/gu, '$1')
    .replaceAll(/<([^|>]+)\|([^>]+)>/gu, '$2: $1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
