/** What is previewed is what is sent: the same documents, given to the shipped channels against the local model. */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, test } from '@jest/globals'
import { slackChannel } from '../../functions/adapters/channels/slack.ts'
import { snsChannel } from '../../functions/adapters/channels/sns.ts'
import { secretsManager } from '../../functions/adapters/secretsManager.ts'
import { systemClock } from '../../functions/adapters/systemClock.ts'
import { severityOf } from '../../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { messageNames } from '../../local/messageNames.ts'
import { previewDocuments } from '../../local/previewDocuments.ts'
import { slackByBot, slackByWebhook, slackPayloads, snsParts } from '../../local/previewMessages.ts'
import { validatorOf } from '../schemas/validator.ts'
import { clientSettings, useLocalAws } from './model/localAwsFixture.ts'

const fixture = useLocalAws()
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack'
const complaints = validatorOf('flow-operation-report.v1.schema.json')
const documents = messageNames.map(name => [name, previewDocuments[name]] as const)

/** What reaches Slack for a document: the bodies of its requests, without what places them. */
async function sentToSlack(document: FlowOperationReport, secret: object): Promise<object[]> {
  const { local } = fixture()
  local.secrets.put(secretArn, JSON.stringify(secret))
  const secrets = secretsManager(new SecretsManagerClient(clientSettings(local)), systemClock)
  const settings = { secretArn, apiUrl: local.slackApiUrl, extraOrigins: [local.slackOrigin] }
  await slackChannel(secrets, settings).deliver({ document, target: null, card: null, plainText: false })
  return local.requests
    .filter(({ service }) => service === 'slack')
    .map(({ body: { channel: _channel, thread_ts: _thread, ...message } }) => message)
}

describe.each(documents)('the preview of %s', (name, document) => {
  test('is written from a document that fits the published schema, and is of that message', () => {
    const isNotice = name === 'STARTED' || name === 'OVERDUE'

    expect(complaints(document)).toEqual([])
    expect(document).toMatchObject({
      notice: isNotice ? name : 'OUTCOME',
      outcome: isNotice ? null : name,
      severity: name === 'STARTED' ? 'info' : severityOf(isNotice ? null : name),
    })
  })

  test('is, to the letter, what a Slack bot and a Slack webhook get', async () => {
    const { local } = fixture()
    const byBot = await sentToSlack(document, { botToken: local.slack.botToken, channel: 'C0123456789' })
    const both = await sentToSlack(document, { webhookUrl: local.webhookUrl })

    expect(both).toEqual(slackPayloads(document))
    expect(byBot).toEqual([slackByBot(document).card, slackByBot(document).thread].filter(Boolean))
    expect(both.slice(byBot.length)).toEqual([slackByWebhook(document)].filter(Boolean))
  })

  test('is, to the letter, what SNS gives to mail, to Amazon Q and to machines', async () => {
    const { local } = fixture()
    const channel = snsChannel(new SNSClient(clientSettings(local)), local.sns.createTopic('flowbell'))
    await channel.deliver({ document, target: null, card: null, plainText: false })
    const [published] = local.sns.published
    const parts = snsParts(document)

    if (name === 'STARTED') expect(parts).toBeNull()
    else {
      expect(parts?.mail).toEqual({ subject: published?.subject, text: published?.message['email'] })
      expect(parts?.amazonQ).toEqual(JSON.parse(published?.message['https'] ?? ''))
      expect(parts?.machineReadable).toEqual(JSON.parse(published?.message['lambda'] ?? ''))
    }
  })
})

describe('the synthetic facts', () => {
  const text = JSON.stringify(previewDocuments)

  test('name addresses of documentation ranges and of private networks only', () => {
    const addresses = text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? []
    const synthetic = /^(?:10\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/

    expect(addresses.length).toBeGreaterThan(10)
    expect(addresses.filter(address => !synthetic.test(address))).toEqual([])
  })

  test('are of an account that is nobody, and of a firewall that says that it is an example', () => {
    expect(new Set(text.match(/\b\d{12}\b/g))).toEqual(new Set(['123456789012']))
    expect(documents.every(([, { firewallName }]) => firewallName === 'example-edge')).toBe(true)
  })

  test('fill what a reader looks for first', () => {
    const { COMPLETED, COMPLETED_WITH_ERRORS, FAILED, REFUSED, OVERDUE } = previewDocuments

    expect(COMPLETED.results).toMatchObject({ complete: true })
    expect(COMPLETED_WITH_ERRORS.results).toMatchObject({ complete: false })
    expect(COMPLETED.results?.topSources).toHaveLength(5)
    expect(FAILED.statusMessage).not.toBeNull()
    expect(REFUSED.slotHolder).not.toBeNull()
    expect(OVERDUE.isOverdue).toBe(true)
    expect(COMPLETED.zoneCoverage.map(({ state }) => state)).toEqual(['COVERED', 'COVERED', 'NOT_COVERED'])
    expect(FAILED.zoneCoverage.map(({ state }) => state)).toEqual(['NOT_COVERED', 'COVERED', 'NOT_COVERED'])
    expect(COMPLETED_WITH_ERRORS.zoneCoverage.map(({ state }) => state)).toEqual([
      'UNKNOWN',
      'COVERED',
      'RUNNING',
    ])
  })
})
