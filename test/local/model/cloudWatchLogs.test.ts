import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  PutLogEventsCommand,
  type PutLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const logGroupName = '/flowbell/audit'
const logStreamName = '2026/11/02/edge'
const hourMilliseconds = 3_600_000

function client(): CloudWatchLogsClient {
  return new CloudWatchLogsClient(clientSettings(fixture().local))
}

/** Writes one record per offset (milliseconds from now). */
function put(offsets: readonly number[], stream = logStreamName): Promise<PutLogEventsCommandOutput> {
  const logEvents = offsets.map(offset => ({
    timestamp: startOfTestMilliseconds + offset,
    message: JSON.stringify({ offset }),
  }))
  return client().send(new PutLogEventsCommand({ logGroupName, logStreamName: stream, logEvents }))
}

beforeEach(async () => {
  fixture().local.logs.createGroup(logGroupName)
  await client().send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
})

test('records are kept in order of arrival, over all streams of the group', async () => {
  await put([0, 1])
  await client().send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'second' }))
  await put([-5], 'second')
  const { logs } = fixture().local
  expect(logs.records(logGroupName)).toEqual([{ offset: 0 }, { offset: 1 }, { offset: -5 }])
  expect(logs.streams(logGroupName)).toEqual([logStreamName, 'second'])
  expect(logs.events(logGroupName).at(-1)).toMatchObject({ logStreamName: 'second' })
})

describe('streams and groups', () => {
  test('an existing stream cannot be created again', async () => {
    const again = client().send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
    await expect(again).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' })
  })

  test('a stream cannot be created in a missing group', async () => {
    const input = { logGroupName: '/other', logStreamName }
    const orphan = client().send(new CreateLogStreamCommand(input))
    await expect(orphan).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test('a missing stream cannot be written to', async () => {
    await expect(put([0], 'missing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test('a stream name cannot hold a colon', async () => {
    const input = { logGroupName, logStreamName: 'arn:aws:x' }
    const named = client().send(new CreateLogStreamCommand(input))
    await expect(named).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

describe('batches', () => {
  test.each([
    ['out of order', [1, 0]],
    ['spread over more than 24 hours', [-25 * hourMilliseconds, 0]],
    ['without events', []],
  ])('%s are refused', async (_case, offsets) => {
    await expect(put(offsets)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect(fixture().local.logs.events(logGroupName)).toEqual([])
  })

  test('events too far ahead are rejected inside a successful answer', async () => {
    const output = await put([0, 2 * hourMilliseconds, 2 * hourMilliseconds + 1])
    expect(output.rejectedLogEventsInfo).toMatchObject({ tooNewLogEventStartIndex: 2 })
    expect(fixture().local.logs.records(logGroupName)).toHaveLength(2)
  })

  test('events older than 14 days are rejected inside a successful answer', async () => {
    const limit = -14 * 24 * hourMilliseconds
    const output = await put([limit - 1, limit])
    expect(output.rejectedLogEventsInfo).toMatchObject({ tooOldLogEventEndIndex: 1 })
    expect(fixture().local.logs.records(logGroupName)).toEqual([{ offset: limit }])
  })

  test('a healthy batch has nothing rejected', async () => {
    expect((await put([0])).rejectedLogEventsInfo).toBeUndefined()
  })
})

describe('reading a stream', () => {
  const read = (input: Partial<GetLogEventsCommandInput> = {}) =>
    client().send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, ...input }))
  const offsetsIn = ({ events = [] }: Awaited<ReturnType<typeof read>>) =>
    events.map(({ message = '' }) => (JSON.parse(message) as { offset: number }).offset)

  test('gives its own events page after page; at the end the token does not change', async () => {
    await put([0, 1, 2])
    await client().send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'second' }))
    await put([7], 'second')
    const first = await read({ limit: 2 })
    const second = await read({ limit: 2, nextToken: first.nextForwardToken })
    const end = await read({ limit: 2, nextToken: second.nextForwardToken })

    expect([first, second, end].map(offsetsIn)).toEqual([[0, 1], [2], []])
    expect(end.nextForwardToken).toBe(second.nextForwardToken)
  })

  test('begins with the newest page unless told otherwise', async () => {
    await put([0, 1, 2])

    expect(offsetsIn(await read({ limit: 2, startFromHead: false }))).toEqual([1, 2])
  })

  test.each([
    ['a missing stream', { logStreamName: 'missing' }, 'ResourceNotFoundException'],
    ['a missing group', { logGroupName: '/other' }, 'ResourceNotFoundException'],
    ['a token of its own making', { nextToken: 'f/1' }, 'InvalidParameterException'],
    ['a limit beyond 10,000', { limit: 10_001 }, 'InvalidParameterException'],
  ])('refuses %s', async (_case, input, name) => {
    await expect(read(input)).rejects.toMatchObject({ name })
  })
})
