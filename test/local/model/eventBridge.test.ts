import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandOutput,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge'
import { expect, test } from '@jest/globals'
import { clientSettings, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const entry = {
  Source: 'flowbell',
  DetailType: 'Flow Operation Finished',
  Detail: '{"outcome":"COMPLETED"}',
  EventBusName: 'security',
}

function put(...Entries: PutEventsRequestEntry[]): Promise<PutEventsCommandOutput> {
  return new EventBridgeClient(clientSettings(fixture().local)).send(new PutEventsCommand({ Entries }))
}

test('an accepted entry is kept with its detail parsed', async () => {
  const output = await put(entry)
  expect(output).toMatchObject({ FailedEntryCount: 0 })
  expect(fixture().local.eventBridge.entries).toEqual([
    {
      eventId: output.Entries?.[0]?.EventId,
      eventBusName: 'security',
      source: 'flowbell',
      detailType: 'Flow Operation Finished',
      detail: { outcome: 'COMPLETED' },
      resources: [],
    },
  ])
})

test('a broken entry fails alone, inside a successful answer', async () => {
  const output = await put({ ...entry, Detail: 'no JSON' }, entry, { ...entry, Source: '' })
  expect(output.FailedEntryCount).toBe(2)
  expect(output.Entries?.map(each => each.ErrorCode)).toEqual([
    'MalformedDetail',
    undefined,
    'InvalidArgument',
  ])
  expect(fixture().local.eventBridge.entries).toHaveLength(1)
})

test('a call of 256 KB or more is refused', async () => {
  const Detail = JSON.stringify({ text: 'x'.repeat(262_144) })
  await expect(put({ ...entry, Detail })).rejects.toMatchObject({ name: 'ValidationException' })
})
