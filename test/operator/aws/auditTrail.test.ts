import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { cloudWatchAuditTrail } from '../../../operator/aws/auditTrail.ts'
import { MissingLogGroupError } from '../../../operator/why/auditTrail.ts'
import { useRawServers } from '../../adapters/support/rawServer.ts'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from '../../local/model/localAwsFixture.ts'
import { asAws } from './asAws.ts'

const serve = useRawServers()
const fixture = useLocalAws()
const aws = asAws()
const group = '/flowbell/audit'
beforeEach(() => {
  fixture().local.logs.createGroup(group)
  aws.use(fixture().local.environment)
})
afterEach(() => aws.restore())

async function write(logStreamName: string, messages: readonly string[]): Promise<void> {
  const client = new CloudWatchLogsClient(clientSettings(fixture().local))
  const place = { logGroupName: group, logStreamName }
  await client.send(new CreateLogStreamCommand(place))
  const logEvents = messages.map(message => ({ timestamp: startOfTestMilliseconds, message }))
  for (let index = 0; index < logEvents.length; index += 5) {
    await client.send(new PutLogEventsCommand({ ...place, logEvents: logEvents.slice(index, index + 5) }))
  }
}

describe('the lines of a watch', () => {
  test('are those of its own stream, in the order in which they were written', async () => {
    await write('watch-1', ['{"one":1}', '{"two":2}'])
    await write('watch-2', ['{"three":3}'])

    expect(await cloudWatchAuditTrail(group).lines('watch-1')).toEqual(['{"one":1}', '{"two":2}'])
  })

  test('are read page after page to the end', async () => {
    const large = Array.from({ length: 12 }, (_, index) => `${index} ${'x'.repeat(150_000)}`)
    await write('watch-1', large)

    expect(await cloudWatchAuditTrail(group).lines('watch-1')).toEqual(large)
    const asked = fixture().local.requests.filter(({ operation }) => operation === 'GetLogEvents')
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.every(({ body }) => body['startFromHead'] === true)).toBe(true)
  })

  test('go on behind a page that is empty, since only the token tells the end', async () => {
    const pages = [
      { events: [], nextForwardToken: 'f/1' },
      { events: [{ message: 'one' }], nextForwardToken: 'f/2' },
      { events: [], nextForwardToken: 'f/2' },
    ]
    const { origin } = await serve(response => {
      response
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(pages.shift()))
    })
    aws.use({ AWS_ENDPOINT_URL: origin, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: origin })

    expect(await cloudWatchAuditTrail(group).lines('watch-1')).toEqual(['one'])
    expect(pages).toEqual([])
  })
})

describe('without records', () => {
  test('a stream that does not exist is null', async () => {
    expect(await cloudWatchAuditTrail(group).lines('watch-1')).toBeNull()
  })

  test('a stream without events is empty', async () => {
    await write('watch-1', [])

    expect(await cloudWatchAuditTrail(group).lines('watch-1')).toEqual([])
  })

  test('a group that does not exist is an error of its own', async () => {
    await expect(cloudWatchAuditTrail('/nowhere').lines('watch-1')).rejects.toBeInstanceOf(
      MissingLogGroupError,
    )
  })

  test('a right that is lacking is named', async () => {
    const { origin } = await serve(response => {
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', Message: 'no' }))
    })
    aws.use({ AWS_ENDPOINT_URL: origin, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: origin })

    await expect(cloudWatchAuditTrail(group).lines('watch-1')).rejects.toMatchObject({
      name: 'QuestionError',
      message: expect.stringContaining('logs:GetLogEvents'),
    })
  })
})
