/** The sns channel: one Publish, its structure and attributes, its failures. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, awsError, hang, normal, reset, type Script, snsError } from './fakeAws.ts'
import { flow, IN_PROGRESS, OPERATION_ID, refusedEvent, startEvent, ZONE } from './fixtures.ts'
import { parseObject, textOf } from './json.ts'
import { linesOf } from './runFlowbell.ts'
import { expectInvariants, replay, shared, TOPIC_ARN } from './scenario.ts'

jest.setTimeout(180_000)

const usual = shared(() =>
  replay({
    script: { DescribeFlowOperation: [IN_PROGRESS, flow('FAILED', { StatusMessage: 'Flow timeout' })] },
  }),
)
const message = async () => {
  const [one] = (await usual()).published()
  if (one === undefined) throw new Error((await usual()).describe())
  return one
}

describe('one Publish per outcome', () => {
  test.concurrent('to the topic, with MessageStructure json', async () => {
    const published = (await usual()).published()
    expect(published).toHaveLength(1)
    expect(published[0]?.seen.fields).toMatchObject({ TopicArn: TOPIC_ARN, MessageStructure: 'json' })
  })

  test.concurrent('default, email, sqs, lambda and https are texts', async () => {
    const { structure } = await message()
    for (const key of ['default', 'email', 'sqs', 'lambda', 'https'])
      expect(textOf(structure[key])).not.toBe('')
  })

  test.concurrent('default and email are plain text that names outcome, operation, firewall and reason', async () => {
    const { structure } = await message()
    for (const key of ['default', 'email']) {
      const text = textOf(structure[key])
      expect(parseObject(text)).toBeUndefined()
      for (const part of [OPERATION_ID, 'edge', 'Flow timeout']) expect(text).toContain(part)
      expect(text).toMatch(/fail/i)
      expect(text).not.toMatch(/<\/?[a-z]+>|undefined|\[object Object\]|NaN/)
    }
  })

  test.concurrent('https is a custom notification of Amazon Q Developer', async () => {
    const body = parseObject(textOf((await message()).structure['https']))
    expect(body).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { description: expect.stringMatching(/\S/) },
    })
    const known = ['version', 'source', 'id', 'content', 'metadata']
    for (const key of Object.keys(body ?? {})) expect(known).toContain(key)
  })

  test.concurrent('message attributes', async () => {
    const { attributes, attributeTypes } = await message()
    expect(attributes).toMatchObject({
      outcome: 'FAILED',
      severity: 'critical',
      notice: 'OUTCOME',
      firewallName: 'edge',
      operationType: expect.stringMatching(/flush/i),
      availabilityZone: ZONE,
    })
    for (const type of attributeTypes) expect(type).toBe('String')
  })

  test.concurrent('a subject, if there is one, is a single short line', async () => {
    const { subject } = await message()
    if (subject !== undefined) expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/)
  })

  test.concurrent('a refusal without a firewall: SNS takes the message all the same', async () => {
    const result = await replay({ event: refusedEvent({ requestParameters: null }), channels: ['sns'] })
    result.expectEnd(0, 'REFUSED')
    const [one] = result.published('OUTCOME')
    expect(one?.attributes).toMatchObject({ outcome: 'REFUSED', severity: 'warning', notice: 'OUTCOME' })
    expect(one?.attributes['availabilityZone']).toBeUndefined()
  })
})

describe('foreign text', () => {
  const HOSTILE = '<!channel> <@U012345> <https://evil.example|here> & *bold* `code`'
  const hostile = shared(() =>
    replay({
      event: refusedEvent({
        detail: {
          errorMessage: HOSTILE,
          userAgent: HOSTILE,
          userIdentity: {
            type: 'AssumedRole',
            principalId: `A:${HOSTILE}`,
            arn: `arn:aws:sts::123456789012:assumed-role/R/${HOSTILE}`,
          },
        },
      }),
    }),
  )

  test.concurrent('is inert in what Amazon Q shows', async () => {
    const result = await hostile()
    result.expectEnd(0, 'REFUSED')
    const https = textOf(result.published('OUTCOME')[0]?.structure['https'])
    expect(parseObject(https)).toBeDefined()
    for (const command of ['<!channel', '<@U012345', '<https://evil.example'])
      expect(https).not.toContain(command)
  })

  test.concurrent('large texts are cut, and the message is delivered', async () => {
    const long = `${'long refusal '.repeat(8_000)}THE-END`
    const result = await replay({
      event: refusedEvent({ detail: { errorMessage: long, userAgent: 'a'.repeat(20_000) } }),
    })
    result.expectEnd(0, 'REFUSED')
    expectInvariants(result)
    for (const seen of result.of('Publish', 'webhook', 'PutEvents'))
      expect(seen.body).not.toContain('THE-END')
  })

  test.concurrent('line breaks in foreign text do not reach the subject', async () => {
    const result = await replay({
      event: refusedEvent({ detail: { errorCode: 'Denied\r\nBcc: x', errorMessage: 'a\nb\u2028c\u0000d' } }),
      channels: ['sns'],
    })
    if (result.run.code === 2) {
      result.expectRefusedToRun(/errorCode/)
      return
    }
    result.expectEnd(0, 'REFUSED')
    expect(result.published()[0]?.subject ?? '').not.toMatch(/[\r\n]/)
  })
})

describe('faults that pass: delivered, every attempt counted', () => {
  test.concurrent.each<[string, Answer]>([
    ['throttled', snsError('Throttled', 429)],
    ['internal error', snsError('InternalError', 500)],
    ['connection cut', reset],
    ['a call that hangs', hang],
  ])('%s once', async (_name, fault) => {
    const result = await replay({ script: { Publish: [fault, normal] } })
    result.expectEnd(0, 'COMPLETED')
    expect(result.delivery('sns')).toEqual({ channel: 'sns', status: 'DELIVERED', attempts: 2 })
    expectInvariants(result)
  })
})

describe('the topic is gone', () => {
  const gone: Script = { Publish: [snsError('NotFound', 404)] }
  const dead = shared(() => replay({ script: gone }))

  test.concurrent('exit code 1 and FAILED, although the outcome was reached', async () => {
    const result = await dead()
    result.expectEnd(1, 'COMPLETED')
    expect(result.delivery('sns')).toMatchObject({ status: 'DEAD_LETTERED' })
    expectInvariants(result)
  })

  test.concurrent('the other channels are served', async () => {
    const result = await dead()
    expect(result.delivery('slack').status).toBe('DELIVERED')
    expect(result.delivery('eventbridge').status).toBe('DELIVERED')
  })

  test.concurrent('one dead letter in the queue, in the documented shape', async () => {
    const result = await dead()
    expect(result.of('SendMessage')).toHaveLength(1)
    const [letter] = result.letters
    expect(Object.keys(letter ?? {}).sort()).toEqual(
      ['schemaVersion', 'channel', 'notice', 'flowOperationId', 'reason', 'document'].sort(),
    )
    expect(letter).toMatchObject({ channel: 'sns', notice: 'OUTCOME', flowOperationId: OPERATION_ID })
    expect(letter?.['document']).toEqual(result.entries[0]?.detail)
    expect(textOf(letter?.['reason'])).not.toBe('')
  })

  test.concurrent('the dead letter is named on standard error, in one line', async () => {
    const result = await dead()
    const lines = linesOf(result.run.stderr).filter(line => line.startsWith('dead letter: '))
    expect(lines).toEqual([expect.stringMatching(/^dead letter: sns: \S/)])
  })

  test.concurrent('the audit log says so, with the reason', async () => {
    const [record] = (await dead()).recordsOf('NOTIFICATION_DEAD_LETTERED', 'sns')
    expect(record).toMatchObject({ notice: 'OUTCOME', attempts: expect.any(Number) })
    expect(textOf(record?.['reason'])).not.toBe('')
  })

  test.concurrent('without a queue: standard error and exit code 1', async () => {
    const result = await replay({
      script: gone,
      settings: () => ({ FLOWBELL_DEAD_LETTER_QUEUE_URL: undefined }),
    })
    result.expectEnd(1, 'COMPLETED')
    expect(result.run.stderr).toMatch(/^dead letter: sns: \S/m)
    expect(result.of('SendMessage')).toEqual([])
    expectInvariants(result)
  })

  test.concurrent('the queue fails too: standard error and exit code 1', async () => {
    const result = await replay({ script: { ...gone, SendMessage: [awsError('InternalError', 500)] } })
    result.expectEnd(1, 'COMPLETED')
    expect(result.run.stderr).toMatch(/^dead letter: sns: \S/m)
  })
})

describe('every channel is down', () => {
  test.concurrent('three dead letters, three lines, the outcome is recorded', async () => {
    const result = await replay({
      event: startEvent(),
      script: {
        Publish: [snsError('AuthorizationError', 403)],
        webhook: [{ kind: 'fixed', status: 410, headers: {}, body: 'channel_is_archived' }],
        PutEvents: [awsError('AccessDeniedException')],
      },
    })
    result.expectEnd(1, 'COMPLETED')
    expectInvariants(result)
    expect(result.letters.map(letter => letter['channel']).sort()).toEqual(['eventbridge', 'slack', 'sns'])
    const lines = linesOf(result.run.stderr).filter(line => line.startsWith('dead letter: '))
    expect(lines.map(line => line.split(':')[1]?.trim()).sort()).toEqual(['eventbridge', 'slack', 'sns'])
  })
})
