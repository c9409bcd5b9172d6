import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { readSlackAccess } from '../../../functions/adapters/channels/slackSecret.ts'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { rejectionOf } from '../support/rejection.ts'

const read = (text: string) => readSlackAccess({ read: () => Promise.resolve(text) }, 'arn', false)
function readFails(error: Error): Promise<DeliveryError> {
  const secrets = {
    async read(): Promise<string> {
      throw error
    },
  }
  return rejectionOf(DeliveryError, readSlackAccess(secrets, 'arn', false))
}

describe('a secret', () => {
  test('with a webhook', async () => {
    await expect(read('{"webhookUrl":"https://hooks.slack.com/services/T/B/x"}')).resolves.toEqual({
      kind: 'WEBHOOK',
      webhookUrl: 'https://hooks.slack.com/services/T/B/x',
    })
  })

  test('with a token and a channel', async () => {
    await expect(read('{"botToken":"xoxb-1-a","channel":"C0123456789"}')).resolves.toEqual({
      kind: 'BOT',
      botToken: 'xoxb-1-a',
      channel: 'C0123456789',
    })
  })

  test('is read without the blanks and line ends around its values', async () => {
    await expect(
      read('\n {"webhookUrl":" https://hooks.slack.com/services/T/B/x\\n"} \n'),
    ).resolves.toMatchObject({
      webhookUrl: 'https://hooks.slack.com/services/T/B/x',
    })
    await expect(read('{"botToken":" xoxb-1 ","channel":" C0123456789\\n"}')).resolves.toMatchObject({
      botToken: 'xoxb-1',
      channel: 'C0123456789',
    })
  })

  test('with both is a bot', async () => {
    await expect(
      read('{"webhookUrl":"https://x","botToken":"xoxb-1","channel":"C1"}'),
    ).resolves.toMatchObject({
      kind: 'BOT',
    })
  })
})

describe('a malformed secret is refused for good, and its value is told to nobody', () => {
  test.each([
    'CANARY',
    'https://hooks.slack.com/services/T/B/CANARY',
    'xoxb-CANARY',
    '"https://hooks.slack.com/services/T/B/CANARY"',
    '{"webhookUrl":"https://hooks.slack.com/services/T/B/CANARY',
    '{"webhookUrl":"https://hooks.slack.com/services/T/B/x"} CANARY',
    "{'webhookUrl':'CANARY'}",
    '["CANARY"]',
    'null',
    '17',
    '{}',
    '{"url":"CANARY"}',
    '{"webhookUrl":""}',
    '{"webhookUrl":"  \\n"}',
    '{"webhookUrl":["CANARY"]}',
    '{"webhookUrl":{"CANARY":1}}',
    '{"botToken":"xoxb-CANARY"}',
    '{"botToken":"xoxb-CANARY","channel":""}',
    '{"botToken":"xoxb-CANARY","channel":17}',
    '{"botToken":"xoxb-CANARY\\r\\nx-evil: 1","channel":"C1"}',
    '{"botToken":"xoxb CANARY","channel":"C1"}',
    '{"botToken":"xoxb-CANARY\u00fc","channel":"C1"}',
    '{"botToken":"","channel":"CANARY"}',
  ])('%s', async text => {
    const error = await rejectionOf(DeliveryError, read(text))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
    expect(error.message).toContain('the Slack secret is malformed')
    expect(error.cause).toBeUndefined()
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('CANARY')
  })
})

describe('a secret that cannot be read', () => {
  test.each([
    ['ThrottlingException', 'TRANSIENT'],
    ['InternalServiceError', 'TRANSIENT'],
    ['AccessDeniedException', 'REJECTED'],
    ['ResourceNotFoundException', 'REJECTED'],
    ['DecryptionFailure', 'REJECTED'],
    ['EmptySecret', 'REJECTED'],
  ])('with %s is %s, and no request was made', async (name, kind) => {
    const error = await readFails(new ServiceError({ name, message: 'why' }))
    expect(error.facts).toMatchObject({ kind, attempts: 0 })
    expect(error.message).toBe(`the Slack secret cannot be read: ${name}`)
  })

  test('for a reason nobody knows is refused without quoting it', async () => {
    const error = await readFails(new Error('CANARY'))
    expect(error.facts.kind).toBe('REJECTED')
    expect(error.message).not.toContain('CANARY')
  })
})
