import { describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { checks } from '../../../operator/doctor/checks/index.ts'
import { examine } from '../../../operator/doctor/examination.ts'
import type { Cloud, Decision } from '../../../operator/ports.ts'
import {
  denied,
  environment,
  functionFacts,
  nowMilliseconds,
  patientWith,
  withEnvironment,
} from '../support/patients.ts'

type Slack = Parameters<typeof patientWith>[1]

async function judged(name: string, cloud: Partial<Cloud> = {}, slack: Slack = {}) {
  const results = await examine(patientWith(cloud, slack), checks, () => undefined)
  return results.find(result => result.name === name)
}

test('a healthy stack is well', async () => {
  const results = await examine(patientWith(), checks, () => undefined)
  expect(results.filter(({ status }) => status !== 'OK')).toEqual([])
})

describe('stack', () => {
  const withStatus = (status: string) => ({
    stack: async () => ({ id: 'id', status, createdAtMilliseconds: 0, parameters: {} }),
  })

  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE',
    'IMPORT_COMPLETE',
  ])('%s is a good status', async status => {
    expect(await judged('stack', withStatus(status))).toMatchObject({ status: 'OK' })
  })

  test.each([
    'CREATE_FAILED',
    'ROLLBACK_COMPLETE',
    'UPDATE_ROLLBACK_FAILED',
    'DELETE_FAILED',
    'UPDATE_IN_PROGRESS',
    'DELETE_IN_PROGRESS',
  ])('%s is not', async status => {
    expect(await judged('stack', withStatus(status))).toMatchObject({ status: 'FAULT', found: status })
  })

  test('a resource that an older stack has not got is told by its name', async () => {
    const full = await patientWith().cloud.stackResources('flowbell-dev')
    const stackResources = async () => (full ?? []).filter(({ logicalId }) => logicalId !== 'SweepSchedule')
    expect(await judged('sweep-schedule', { stackResources })).toMatchObject({
      status: 'FAULT',
      found: 'the stack has no SweepSchedule',
      fix: { command: 'npx serverless deploy --stage dev' },
    })
  })
})

describe('settings', () => {
  test('variables under a key that the person may not use are a missing right, not a fault of the stack', async () => {
    const environmentError = { name: 'AccessDeniedException', message: 'not your key' }
    const closed = { functionFacts: async (name: string) => functionFacts(name, { environmentError }) }
    expect(await judged('settings', closed)).toMatchObject({
      status: 'UNKNOWN',
      fix: { words: expect.stringContaining("kms:Decrypt on the stack's key") },
    })
  })

  test.each([
    [
      'KMSDisabledException',
      'arn:... is disabled.',
      /^aws kms enable-key --key-id arn:aws:kms:\S+:key\/stack$/,
    ],
    ['DisabledException', 'arn:... is disabled.', /^aws kms enable-key /],
    [
      'KMSInvalidStateException',
      'arn:... is pending deletion.',
      /^aws kms cancel-key-deletion .* && aws kms enable-key /,
    ],
    ['KMSInvalidStateException', 'arn:... is unavailable', /^aws kms describe-key /],
    [
      'KMSNotFoundException',
      "Key 'arn:...' does not exist",
      /^npx serverless deploy --stage dev --param kmsKeyArn=KEY-ARN$/,
    ],
    [
      'NotFoundException',
      "Key 'arn:...' does not exist",
      /^npx serverless deploy --stage dev --param kmsKeyArn=KEY-ARN$/,
    ],
  ])('%s: a key that nobody can use is a fault (%s)', async (name, message, command) => {
    const environmentError = { name, message }
    const closed = { functionFacts: async (each: string) => functionFacts(each, { environmentError }) }
    expect(await judged('settings', closed)).toMatchObject({
      status: 'FAULT',
      found: `the key cannot be used: ${name}: ${message}`,
      fix: { command: expect.stringMatching(command) },
    })
    expect(await judged('topic', closed)).toMatchObject({ status: 'UNKNOWN', fix: null })
  })

  test('KMSAccessDeniedException is a missing right too', async () => {
    const environmentError = { name: 'KMSAccessDeniedException', message: 'not your key' }
    const closed = { functionFacts: async (name: string) => functionFacts(name, { environmentError }) }
    expect(await judged('settings', closed)).toMatchObject({
      status: 'UNKNOWN',
      fix: { words: "Allow kms:Decrypt on the stack's key to your own role" },
    })
  })

  test('a stack without any channel tells nobody', async () => {
    const { FLOWBELL_AUDIT_LOG_GROUP = '', FLOWBELL_DEAD_LETTER_QUEUE_URL = '' } = environment
    const bare = { FLOWBELL_AUDIT_LOG_GROUP, FLOWBELL_DEAD_LETTER_QUEUE_URL }
    const cloud = { functionFacts: async (name: string) => functionFacts(name, { environment: bare }) }
    expect(await judged('settings', cloud)).toMatchObject({
      status: 'FAULT',
      found: expect.stringContaining('nobody'),
    })
    expect(await judged('topic', cloud)).toMatchObject({ status: 'OK', found: 'no topic is configured' })
  })
})

describe('permissions', () => {
  const deciding = (decide: (roleArn: string, resourceArn: string) => Omit<Decision, 'action'>) => ({
    simulate: async (roleArn: string, actions: readonly string[], resourceArn: string) =>
      actions.map(action => ({ action, ...decide(roleArn, resourceArn) })),
  })

  test('what depends on a condition is not known', async () => {
    const cloud = deciding(() => ({ verdict: 'DEPENDS', why: 'it depends on aws:SourceVpc' }))
    expect(await judged('permissions', cloud)).toMatchObject({
      status: 'UNKNOWN',
      found: expect.stringContaining('aws:SourceVpc'),
    })
  })

  test('of many that are missing, a few are named and the rest counted', async () => {
    const cloud = deciding(() => ({ verdict: 'DENIED', why: 'no policy allows it' }))
    expect((await judged('permissions', cloud))?.found).toMatch(/; and \d+ more$/)
  })

  test('every function is asked for on what it is configured with, and on nothing else', async () => {
    const asked: string[] = []
    const cloud = deciding((roleArn, resourceArn) => {
      asked.push(`${roleArn.split('/').at(-1)} ${resourceArn.split(':').slice(2).join(':')}`)
      return { verdict: 'ALLOWED', why: '' }
    })
    await judged('permissions', cloud)
    expect(asked).toContain('deliverNotification sns:eu-west-1:123456789012:flowbell')
    expect(asked).toContain('recordAudit logs:eu-west-1:123456789012:log-group:audit:log-stream:any')
    expect(asked).toContain('parkNotification sqs:eu-west-1:123456789012:letters')
    expect(asked).toContain('schedule lambda:eu-west-1:123456789012:function:sweepOperations')
    expect(asked.filter(question => question.startsWith('machine '))).toHaveLength(7)
    expect(asked.filter(question => question.includes('event-bus'))).toEqual([])
  })

  test.each(['/flowbell/routes', 'flowbell/routes'])('the routes %s are asked for by one ARN', async name => {
    const asked: string[] = []
    const simulate = async (_role: string, _actions: readonly string[], resourceArn: string) => {
      asked.push(resourceArn)
      return []
    }
    await judged('permissions', { simulate, ...withEnvironment({ FLOWBELL_ROUTES_PARAMETER: name }) })
    expect(asked).toContain('arn:aws:ssm:eu-west-1:123456789012:parameter/flowbell/routes')
  })

  test('an event bus is asked for by its ARN, however it is named', async () => {
    const asked: string[] = []
    const simulate = async (_role: string, _actions: readonly string[], resourceArn: string) => {
      asked.push(resourceArn)
      return []
    }
    const busArn = 'arn:aws:events:eu-west-1:123456789012:event-bus/security'
    await judged('permissions', { simulate, ...withEnvironment({ FLOWBELL_EVENT_BUS_NAME: 'security' }) })
    await judged('permissions', { simulate, ...withEnvironment({ FLOWBELL_EVENT_BUS_NAME: busArn }) })
    expect(asked.filter(arn => arn === busArn)).toHaveLength(2)
  })
})

describe('routes', () => {
  const given = withEnvironment({ FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes' })
  const route = { name: 'all', to: [{ channel: 'sns' }] }

  test('a document that is valid is counted', async () => {
    const parameter = async () => JSON.stringify({ schemaVersion: 1, routes: [route] })
    expect(await judged('routes', { ...given, parameter })).toMatchObject({ status: 'OK', found: '1 route' })
  })

  test.each([
    ['a parameter that does not exist', null, /there is no parameter \/flowbell\/routes/],
    ['a document that is not valid', '{"schemaVersion":1,"routes":[{}]}', /everything goes everywhere/],
    ['a parameter that holds no JSON', 'everyone', /everything goes everywhere/],
  ])('%s', async (_title, document, found) => {
    expect(await judged('routes', { ...given, parameter: async () => document })).toMatchObject({
      status: 'FAULT',
      found: expect.stringMatching(found),
      fix: { command: expect.stringContaining('aws ssm put-parameter --name /flowbell/routes') },
    })
  })

  const toTopic = (topic: string) => ({
    channel: 'sns',
    topicArn: `arn:aws:sns:eu-west-1:123456789012:${topic}`,
  })
  const documentTo = (...to: readonly object[]) => ({
    ...given,
    parameter: async () => JSON.stringify({ schemaVersion: 1, routes: [{ ...route, to }] }),
  })

  test('topics that the stack may not publish to are a fault, and all that routes name go into the fix', async () => {
    const simulate = async (roleArn: string, actions: readonly string[], resourceArn: string) =>
      actions.map(action => ({
        action,
        verdict: resourceArn.endsWith(':closed') ? ('DENIED' as const) : ('ALLOWED' as const),
        why: roleArn,
      }))
    const topics = ['closed', 'open', 'flowbell'].map(toTopic)
    expect(await judged('routes', { ...documentTo(...topics), simulate })).toMatchObject({
      status: 'FAULT',
      found:
        'routes name arn:aws:sns:eu-west-1:123456789012:closed, to which deliverNotification may not publish',
      fix: {
        command:
          'npx serverless deploy --stage dev --param routedTopicArns=arn:aws:sns:eu-west-1:123456789012:closed,arn:aws:sns:eu-west-1:123456789012:open',
      },
    })
    expect(await judged('routes', documentTo(...topics))).toMatchObject({ status: 'OK' })
  })

  test('a channel that the stack is not given is a fault: that way leads nowhere', async () => {
    expect(
      await judged('routes', documentTo({ channel: 'slack' }, { channel: 'eventbridge' })),
    ).toMatchObject({
      status: 'FAULT',
      found: expect.stringContaining('routes name eventbridge'),
      fix: { command: null },
    })
  })

  test('a document in the settings themselves is looked at as well', async () => {
    const cloud = withEnvironment({ FLOWBELL_ROUTES: 'everyone' })
    expect(await judged('routes', cloud)).toMatchObject({ status: 'FAULT', fix: { command: null } })
  })
})

describe('last sweep', () => {
  const minutesAgo = (minutes: number) => ({ newestMetric: async () => nowMilliseconds - minutes * 60_000 })
  const hourly = {
    schedule: async () => ({ isEnabled: true, expression: 'rate(60 minutes)', roleArn: 'role' }),
  }

  test.each([
    [30, {}, 'OK'],
    [31, {}, 'FAULT'],
    [179, hourly, 'OK'],
    [181, hourly, 'FAULT'],
  ] as const)('%i minutes ago with %j: %s', async (minutes, cloud, status) => {
    expect(await judged('last-sweep', { ...cloud, ...minutesAgo(minutes) })).toMatchObject({ status })
  })

  test('none at all in a stack that is not new', async () => {
    expect(await judged('last-sweep', { newestMetric: async () => null })).toMatchObject({
      status: 'FAULT',
      found: expect.stringContaining('there was none in 12 hours'),
      fix: { command: 'aws logs tail sweep-log --since 1h' },
    })
  })
})

describe('subscriptions', () => {
  const unconfirmed = { protocol: 'email', endpoint: "o'hara@example.com", isConfirmed: false }

  test('of the alarms are looked at as well', async () => {
    const subscriptions = async (topicArn: string) => (topicArn.endsWith(':operations') ? [unconfirmed] : [])
    expect(await judged('subscriptions', { subscriptions })).toMatchObject({
      status: 'FAULT',
      fix: {
        command: expect.stringMatching(
          /:operations --protocol email --notification-endpoint 'o'\\''hara@example\.com'$/,
        ),
      },
    })
  })

  const confirmed = { protocol: 'email', endpoint: 'dana@example.com', isConfirmed: true }
  const alarmsOnly = async (topicArn: string) => (topicArn.endsWith(':operations') ? [confirmed] : [])

  test('none is needed where Slack hears', async () => {
    expect(await judged('subscriptions', { subscriptions: alarmsOnly })).toMatchObject({ status: 'OK' })
  })

  test.each([
    ['no subscription', []],
    ['no topic', null],
  ])('alarms that nobody hears are a fault: %s', async (found, answer) => {
    const subscriptions = async (topicArn: string) =>
      topicArn.endsWith(':operations') ? answer : [confirmed]
    expect(await judged('subscriptions', { subscriptions })).toMatchObject({
      status: 'FAULT',
      found: expect.stringMatching(new RegExp(`^nobody hears the alarms: .*${found}`)),
      fix: {
        command: expect.stringMatching(/^aws sns subscribe --topic-arn \S+:operations --protocol email /),
      },
    })
  })

  test('a stack without a topic for alarms is an old one', async () => {
    const full = await patientWith().cloud.stackResources('flowbell-dev')
    const stackResources = async () => (full ?? []).filter(({ logicalId }) => logicalId !== 'OperationsTopic')
    expect(await judged('subscriptions', { stackResources })).toMatchObject({
      status: 'FAULT',
      fix: { command: 'npx serverless deploy --stage dev' },
    })
  })

  test('none is needed where an event bus hears', async () => {
    const { FLOWBELL_SLACK_SECRET_ARN: _slack, ...rest } = environment
    const onBus = { ...rest, FLOWBELL_EVENT_BUS_NAME: 'security' }
    const cloud = {
      subscriptions: alarmsOnly,
      functionFacts: async (name: string) => functionFacts(name, { environment: onBus }),
    }
    expect(await judged('subscriptions', cloud)).toMatchObject({ status: 'OK' })
  })
})

describe('Slack', () => {
  const failing = (cause: ServiceError | undefined) => ({
    access: async () => {
      throw new DeliveryError('the Slack secret cannot be read', { kind: 'REJECTED', attempts: 0 }, { cause })
    },
  })

  test('a secret that is marked for deletion can be restored', async () => {
    const cause = new ServiceError({ name: 'InvalidRequestException', message: 'marked' })
    expect(await judged('slack-secret', {}, failing(cause))).toMatchObject({
      status: 'FAULT',
      fix: { command: expect.stringContaining('restore-secret') },
    })
  })

  test('a secret that the person may not read is not known, and hides nothing else', async () => {
    const cause = new ServiceError({ name: 'AccessDeniedException', message: 'not you' })
    expect(await judged('slack-secret', {}, failing(cause))).toMatchObject({ status: 'UNKNOWN' })
    expect(await judged('slack-token', {}, failing(cause))).toMatchObject({ status: 'UNKNOWN', fix: null })
    expect(await judged('topic', {}, failing(cause))).toMatchObject({ status: 'OK' })
  })

  test('a token that cannot be asked about is not a token that is refused', async () => {
    const slack = {
      access: async () => ({ kind: 'BOT', botToken: 'xoxb-1', channel: 'C1' }) as const,
      tokenRefusal: async () => ({ kind: 'NO_ANSWER', reason: 'ratelimited' }) as const,
    }
    expect(await judged('slack-token', {}, slack)).toMatchObject({
      status: 'UNKNOWN',
      found: expect.stringContaining('ratelimited'),
    })
  })
})

describe('dead letters', () => {
  test('messages that somebody is looking at count too', async () => {
    const cloud = { queueDepth: async () => ({ waiting: 0, inFlight: 2 }) }
    expect(await judged('dead-letters', cloud)).toMatchObject({
      status: 'FAULT',
      found: expect.stringContaining('2 that somebody is looking at'),
    })
  })

  test('a queue that is gone is a fault', async () => {
    expect(await judged('dead-letters', { queueDepth: async () => null })).toMatchObject({ status: 'FAULT' })
  })
})

describe('what cannot be asked', () => {
  test.each([
    ['AccessDeniedException', 'Allow states:DescribeStateMachine to your own role'],
    ['ThrottlingException', 'Run this again in a minute'],
    ['TimeoutError', 'Check the network'],
  ])('%s is not known, and the fix says what to do', async (name, words) => {
    const { QuestionError } = await import('../../../operator/questionError.ts')
    const error = new QuestionError('states:DescribeStateMachine', new ServiceError({ name, message: 'x' }))
    const stateMachine = () => Promise.reject(error)
    expect(await judged('state-machine', { stateMachine })).toMatchObject({
      status: 'UNKNOWN',
      fix: { words: expect.stringContaining(words) },
    })
  })

  test('a rule that is gone, a schedule and a machine too, are faults', async () => {
    const gone = { rule: async () => null, schedule: async () => null, stateMachine: async () => null }
    for (const name of ['event-rules', 'sweep-schedule', 'state-machine'])
      expect(await judged(name, gone)).toMatchObject({ status: 'FAULT' })
  })

  test('without the right to list the stack, everything asks for that one right', async () => {
    const stackResources = () => Promise.reject(denied('cloudformation:ListStackResources'))
    expect(await judged('dead-letters', { stackResources })).toMatchObject({
      status: 'UNKNOWN',
      fix: { words: 'Allow cloudformation:ListStackResources to your own role' },
    })
  })
})
