/** `flowbell why` as a process of its own, on what the shipped functions have recorded in the local model. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type LocalAws, startLocalAws } from '../../local/model/localAws.ts'
import { runFlowbell } from '../contract/runFlowbell.ts'
import { eventId, refusedEvent, startEvent } from '../support/builders.ts'

jest.setTimeout(60_000)

const group = '/flowbell/audit'
let aws: LocalAws
beforeEach(async () => {
  aws = await startLocalAws({ now: () => Date.now() })
  aws.logs.createGroup(group)
})
afterEach(() => aws.close())

const environment = () => ({
  ...aws.environment,
  FLOWBELL_AUDIT_LOG_GROUP: group,
  FLOWBELL_TOPIC_ARN: aws.sns.createTopic('flowbell'),
})

async function why(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await runFlowbell(['why', ...words], {
    env: { ...environment(), ...variables },
  })
  return { code, stdout, stderr }
}

async function replay(event: object): Promise<void> {
  await runFlowbell(['replay', '-', '--no-wait', '--json'], {
    env: environment(),
    stdin: JSON.stringify(event),
  })
}

describe('flowbell why', () => {
  test('tells of a refused start by the id of its event', async () => {
    await replay(refusedEvent())
    const { code, stdout, stderr } = await why([eventId, '--json'])

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      id: eventId,
      stack: null,
      region: 'eu-west-1',
      logGroup: group,
      found: true,
      everyChannelTold: true,
      ending: { outcome: 'REFUSED', severity: 'warning' },
      messages: [
        {
          channel: 'sns',
          notice: 'OUTCOME',
          status: 'DELIVERED',
          attempts: 1,
          receipt: aws.sns.published[0]?.messageId,
        },
      ],
      channelsWithoutRecord: [],
      repeated: 0,
      unreadable: 0,
    })
  })

  test('ends with 1 for a message that did not arrive, and says why', async () => {
    aws.sns.failNext({
      operation: 'Publish',
      fault: { kind: 'aws-error', httpStatus: 403, errorType: 'AuthorizationError', message: 'synthetic' },
      times: Infinity,
    })
    await replay(refusedEvent())
    const { code, stdout } = await why([eventId])

    expect(code).toBe(1)
    expect(stdout).toContain('✘ sns: not delivered')
    expect(stdout).toContain('AuthorizationError')
  })

  test('ends with 1 for what nothing is recorded of, and says what to do', async () => {
    const text = await why(['0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'])
    const json = await why(['0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40', '--json'])

    expect([text.code, json.code]).toEqual([1, 1])
    expect(text.stdout).toContain('Nothing is recorded of it.')
    expect(JSON.parse(json.stdout)).toMatchObject({ found: false, everyChannelTold: false, messages: [] })
  })

  test('reads and writes nothing else', async () => {
    await replay(startEvent())
    const before = aws.requests.length
    await why([eventId])

    expect(aws.requests.slice(before).map(({ operation }) => operation)).toEqual(['GetLogEvents'])
  })
})

describe('bad usage ends with 2 and one line', () => {
  test.each([
    ['no id', [], {}, /id/],
    ['two ids', ['a', 'b'], {}, /argument/],
    ['an id that names no stream', ['a:b'], {}, /a:b/],
    ['a name that no stack has', ['a', '--stack', '7'], {}, /--stack/],
    ['a setting that is malformed', ['a'], { FLOWBELL_TOPIC_ARN: 'x' }, /FLOWBELL_TOPIC_ARN/],
    [
      'a group that does not exist',
      ['a'],
      { FLOWBELL_AUDIT_LOG_GROUP: '/nowhere' },
      /no log group \/nowhere/,
    ],
  ])('%s', async (_case, words, variables, reason) => {
    const { code, stdout, stderr } = await why(words, variables)

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(reason)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
