import { describe, expect, test } from '@jest/globals'
import { readSecretJson } from '../../../functions/adapters/channels/channelSecret.ts'
import { postOnce } from '../../../functions/adapters/channels/channelTransport.ts'
import { RefusedError } from '../../../functions/adapters/channels/refusedError.ts'
import { channelWithRotation } from '../../../functions/adapters/channels/secretRotation.ts'
import { buildEventBridgeChannel } from '../../../functions/services/eventBridgeChannel.ts'
import { jsonAnswer, Wire } from '../../fuzz/support/awsWire.ts'
import { report } from '../../support/builders.ts'
import { useRawServers } from '../support/rawServer.ts'
import { until, useTimeLimits } from '../support/timeLimits.ts'

const notification = { document: report(), target: null, card: null, plainText: false }

describe('an entry that the event bus did not take', () => {
  const wire = new Wire({ FLOWBELL_EVENT_BUS_NAME: 'default' }, 0)
  const channel = buildEventBridgeChannel(wire.runtime())

  test.each([
    [{ FailedEntryCount: 1, Entries: [{}] }, 'FailedEntry: the entry was not accepted'],
    [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'Odd', ErrorMessage: 'why' }] }, 'Odd: why'],
    [{ FailedEntryCount: 0, Entries: 'none' }, 'UnreadableAnswer: Entries is not a list'],
  ])('%j', async (body, message) => {
    wire.answer = () => jsonAnswer(body)
    await expect(channel.deliver(notification)).rejects.toThrow(`EventBridge PutEvents: ${message}`)
  })
})

describe('a secret', () => {
  const secret = { secretArn: 'arn', what: 'the Slack secret', fresh: false }

  test('that is no JSON is null, without a word of it', async () => {
    await expect(readSecretJson({ read: async () => 'xoxb-secret' }, secret)).resolves.toBeNull()
  })

  test('that fails to be read by a defect is a refusal that says so, with its cause', async () => {
    const cause = new TypeError('defect')
    const reading = readSecretJson({ read: () => Promise.reject(cause) }, secret)
    await expect(reading).rejects.toMatchObject({
      message: 'the Slack secret cannot be read: unexpected failure',
      facts: { kind: 'REJECTED', attempts: 0 },
      cause,
    })
  })
})

test('a request that cannot even be sent is told by the name of its error', async () => {
  // A port that fetch refuses, so that no socket tells a code.
  const post = { url: new URL('http://127.0.0.1:1/'), headers: {}, body: '{}', maxAnswerBytes: 9 }
  const posting = postOnce(post, 'the webhook', { attempts: 1, card: null })
  await expect(posting).rejects.toMatchObject({
    message: 'the webhook did not answer: TypeError',
    facts: { kind: 'TRANSIENT', attempts: 1 },
  })
})

test('a refusal tells who answered, how, and how far the message had come', () => {
  const refusal = { kind: 'REJECTED', errorName: 'no_service', status: 404, retryAfterSeconds: 30 } as const
  const progress = { attempts: 2, card: null }
  expect(new RefusedError(refusal, 'the webhook', progress)).toMatchObject({
    name: 'RefusedError',
    message: 'the webhook answered 404: no_service',
    refusal,
    where: 'the webhook',
    progress,
  })
})

describe('a request that is never answered', () => {
  const startServer = useRawServers()
  const limits = useTimeLimits()

  test('is told by the name of its time limit', async () => {
    const { origin, paths } = await startServer(() => undefined)
    const post = { url: new URL(origin), headers: {}, body: '{}', maxAnswerBytes: 9 }
    const settled = Promise.allSettled([postOnce(post, 'the webhook', { attempts: 1, card: null })])
    await until(() => paths.length === 1)
    limits().runOut()
    expect(await settled).toMatchObject([
      { reason: { message: 'the webhook did not answer: TimeoutError', facts: { kind: 'TRANSIENT' } } },
    ])
  })
})

describe('a channel with a secret', () => {
  const refused = (kind: 'ACCESS_REFUSED' | 'REJECTED') => {
    const refusal = { kind, errorName: 'x', status: 404, retryAfterSeconds: 30 } as const
    return new RefusedError(refusal, 'w', { attempts: 1, card: null })
  }

  test('throws a defect at the second look at the secret as it is', async () => {
    const defect = new Error('odd')
    const channel = channelWithRotation({
      readAccess: fresh => (fresh ? Promise.reject(defect) : Promise.resolve('a')),
      deliverBy: () => Promise.reject(refused('ACCESS_REFUSED')),
    })
    await expect(channel.deliver(notification)).rejects.toBe(defect)
  })

  test('keeps a refusal as the cause of its error', async () => {
    const cause = refused('REJECTED')
    const channel = channelWithRotation({
      readAccess: () => Promise.resolve('a'),
      deliverBy: () => Promise.reject(cause),
    })
    await expect(channel.deliver(notification)).rejects.toMatchObject({ cause })
  })
})
