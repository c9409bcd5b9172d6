import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { eventBridgeChannel } from '../../functions/adapters/channels/eventBridge.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { accountId, region } from '../support/builders.ts'

/** An event pattern, as docs/messages.md shows it to be copied. */
export type Pattern = { readonly detail: Readonly<Record<string, readonly string[]>> } & Readonly<
  Record<string, unknown>
>

/** The event patterns of docs/messages.md: its JSON blocks that name a source. */
export function documentedPatterns(): Pattern[] {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/messages.md'), 'utf8')
  const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, json = '']) => JSON.parse(json) as Pattern,
  )
  return blocks.filter(block => 'source' in block)
}

/** What the channel puts on the bus for a document, in the envelope that EventBridge gives it. */
export async function eventOf(document: FlowOperationReport): Promise<Readonly<Record<string, unknown>>> {
  const sent: PutEventsCommand[] = []
  const send = async (command: PutEventsCommand) => {
    sent.push(command)
    return { Entries: [{ EventId: 'synthetic' }] }
  }
  const channel = eventBridgeChannel({ send } as unknown as EventBridgeClient, 'default')
  await channel.deliver({ document, target: null, card: null, plainText: false })
  const [entry] = sent[0]?.input.Entries ?? []
  return {
    version: '0',
    id: '7f1c0f52-0000-4000-8000-000000000000',
    'detail-type': entry?.DetailType,
    source: entry?.Source,
    account: accountId,
    time: '2026-11-02T09:16:00Z',
    region,
    resources: entry?.Resources,
    detail: JSON.parse(entry?.Detail ?? '') as unknown,
  }
}
