import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import type { LocalAws } from '../../../local/model/localAws.ts'
import { useLocalAws } from '../../local/model/localAwsFixture.ts'
import { rejectionOf } from '../support/rejection.ts'
import {
  outcomeNotification,
  putBotSecret,
  putWebhookSecret,
  slackAnswer,
  slackOf,
} from '../support/slackChannels.ts'

const fixture = useLocalAws()
/** Stands for the secret part of a webhook's address or of a token. */
const canary = 'CANARY'

/** The lines with the canary in everything that a log or a record could be made of. */
function linesWithCanary(error: Error): string[] {
  const told = [inspect(error, { depth: Infinity })]
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    told.push(cause.message, String(cause.stack), JSON.stringify(cause))
  }
  const lines = told.flatMap(text => text.split('\n'))
  return [...new Set(lines)].filter(line => line.includes(canary))
}

function canaryWebhook(local: LocalAws): string {
  return `${local.slackOrigin}/services/T000/B000/${canary}`
}

const webhookCases: Readonly<Record<string, (local: LocalAws) => void>> = {
  'an unknown webhook': () => {},
  'a server error': ({ slack }) => slack.failNext({ operation: 'webhook', fault: slackAnswer(500, 'oops') }),
  'a cut connection': ({ slack }) =>
    slack.failNext({ operation: 'webhook', fault: { kind: 'connection-reset' } }),
  'a redirect to an address of its own': ({ slack }) =>
    slack.failNext({ operation: 'webhook', fault: slackAnswer(302, '', { location: `/${canary}` }) }),
  'an address that is not allowed': local => putWebhookSecret(local, `https://elsewhere.example/${canary}`),
  'an address that is none': local => putWebhookSecret(local, `http://[${canary}`),
  'an answer that quotes the path of the request': ({ slack }) =>
    slack.failNext({
      operation: 'webhook',
      fault: slackAnswer(404, `Cannot POST /services/T000/B000/${canary}`),
    }),
  'a JSON answer that quotes the address of the request': local =>
    local.slack.failNext({
      operation: 'webhook',
      fault: slackAnswer(502, JSON.stringify({ error: `no route to ${canaryWebhook(local)}` })),
    }),
}

const botCases: Readonly<Record<string, (local: LocalAws) => void>> = {
  'a refused token': () => {},
  'a server error': ({ slack }) =>
    slack.failNext({ operation: 'chat.postMessage', fault: slackAnswer(500, 'oops') }),
  'a cut connection': ({ slack }) =>
    slack.failNext({ operation: 'chat.postMessage', fault: { kind: 'connection-reset' } }),
  'an answer that quotes the token': ({ slack }) =>
    slack.failNext({
      operation: 'chat.postMessage',
      fault: slackAnswer(200, JSON.stringify({ ok: false, error: `invalid token xoxb-${canary}` })),
    }),
  'a token that cannot stand in a header': local => putBotSecret(local, `xoxb-${canary}\r\nx: y`),
}

const secretsManagerCases = {
  'a broken-off answer': `{"SecretString":"{\\"webhookUrl\\":\\"https://hooks.slack.com/services/${canary}`,
  'an answer with a stray character behind the secret': `{"SecretString":"https://hooks.slack.com/${canary}"x}`,
  // JSON.parse quotes the text around what it did not expect.
  'an answer that is the bare secret': canary,
} as const

describe('no error tells the webhook', () => {
  test.each(Object.entries(webhookCases))('after %s', async (_case, prepare) => {
    const { local } = fixture()
    putWebhookSecret(local, canaryWebhook(local))
    prepare(local)
    const error = await rejectionOf(DeliveryError, slackOf(local).deliver(outcomeNotification))
    expect(linesWithCanary(error)).toEqual([])
  })
})

describe('no error tells the token', () => {
  test.each(Object.entries(botCases))('after %s', async (_case, prepare) => {
    const { local } = fixture()
    putBotSecret(local, `xoxb-${canary}`)
    prepare(local)
    const error = await rejectionOf(DeliveryError, slackOf(local).deliver(outcomeNotification))
    expect(linesWithCanary(error)).toEqual([])
  })
})

describe('no error tells what Secrets Manager answered', () => {
  test.each(Object.entries(secretsManagerCases))('after %s', async (_case, body) => {
    const { local } = fixture()
    local.secrets.failNext({ operation: 'GetSecretValue', fault: { kind: 'raw-answer', status: 200, body } })
    const error = await rejectionOf(DeliveryError, slackOf(local).deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 0 })
    expect(linesWithCanary(error)).toEqual([])
  })
})
