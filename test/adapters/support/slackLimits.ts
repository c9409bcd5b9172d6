import { expect } from '@jest/globals'
import type { SlackMessage } from '../../../functions/adapters/channels/slackMessage.ts'
import { expectEscaped, expectVisible, expectWholeCodeSpans } from './foreignText.ts'

type TextObject = { readonly type: 'mrkdwn' | 'plain_text'; readonly text: string }

/** Flowbell's own link, the only one that may stand in a message. */
const consoleLink =
  /<https:\/\/[a-z0-9.-]+\/vpcconsole\/home\?region=[a-z0-9-]+#NetworkFirewalls:\|Firewalls in the AWS console>/g

/** All text objects of a message's blocks, at any depth. */
export function textObjects(value: unknown): TextObject[] {
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && 'text' in value && typeof value.text === 'string') return [value as TextObject]
  return Object.values(value).flatMap(textObjects)
}

/** The text of all blocks, as one. */
export function blockText({ blocks = [] }: SlackMessage): string {
  return textObjects(blocks)
    .map(({ text }) => text)
    .join('\n')
}

/** Slack's limits (Block Kit reference) and that no foreign text is active. */
export function expectFitForSlack(message: SlackMessage): void {
  const { blocks = [] } = message
  expect(JSON.parse(JSON.stringify(message))).toEqual(message)
  expect(blocks.length).toBeLessThanOrEqual(50)
  for (const block of blocks) {
    if (block.type === 'section') expectLength(block.text?.text, 3000)
    else if (block.type === 'header') expectLength([...block.text.text], 150)
    else expect(block.type).toBe('context')
    if (block.type === 'context') expect(block.elements.length).toBeLessThanOrEqual(10)
  }
  expect(blockText(message).length).toBeLessThan(10_000)
  expectLength(message.text, 4000)
  for (const { type, text } of textObjects(blocks)) {
    if (type === 'plain_text') expectVisible(text)
    else expectInertMrkdwn(text.replaceAll(consoleLink, ''))
  }
  expectEscaped(message.text)
  expect(message).toMatchObject({ parse: 'none', link_names: false, mrkdwn: false })
}

function expectInertMrkdwn(text: string): void {
  expectEscaped(text)
  expectWholeCodeSpans(text)
}

function expectLength(text: string | readonly string[] | undefined, maximum: number): void {
  expect(text?.length).toBeGreaterThan(0)
  expect(text?.length).toBeLessThanOrEqual(maximum)
}
