import { expect, test } from '@jest/globals'
import { readSettings } from '../../functions/config.ts'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { useRawServers } from '../adapters/support/rawServer.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { deliveryOf, ordinarySettings, shippedHandlers } from '../hostile/shippedHandlers.ts'
import { firewallArn, startEvent } from '../support/builders.ts'
import { deliveredWith } from './support/deliveredWith.ts'
import { startedBy } from './support/startedBy.ts'

const startServer = useRawServers()

test('T1: an event that is not of the service starts no watch', async () => {
  const forged = [
    startEvent({ envelope: { source: 'custom.app' } }),
    startEvent({ envelope: { 'detail-type': 'Flow Operation Finished' } }),
    startEvent({ detail: { eventSource: 'ec2.amazonaws.com' } }),
    startEvent({ detail: { eventName: 'DescribeFlowOperation' } }),
  ]
  for (const event of forged) {
    expect(await startedBy(event)).toMatchObject({ answer: { result: 'REJECTED' }, started: [] })
  }
})

test('T2: an event cannot lead to a firewall of another account or Region', async () => {
  for (const foreign of [
    firewallArn.replace('123456789012', '999999999999'),
    firewallArn.replace('eu-west-1', 'us-east-1'),
  ]) {
    const { started, rejected } = await startedBy(startEvent({ request: { firewallArn: foreign } }))
    expect(started).toEqual([])
    expect(rejected[0]?.reason).toContain('but the event is of')
  }
})

test('T4: an address in a secret that is not of the chat service gets nothing', async () => {
  const addresses = [
    'https://evil.example/services/T000/B000/XXXX',
    'https://hooks.slack.com.evil.example/services/T000/B000/XXXX',
    'https://hooks.slack.com@evil.example/services/T000/B000/XXXX',
    'http://169.254.169.254/latest/meta-data/',
    'https://logic.azure.com.evil.example/workflows/a/triggers/manual/paths/invoke',
  ]
  for (const channel of ['slack', 'teams'] as const) {
    for (const webhookUrl of addresses) {
      expect(await deliveredWith({ channel, secret: { webhookUrl } })).toMatchObject({
        delivery: { status: 'UNDELIVERABLE' },
        requests: [],
      })
    }
  }
})

test('T5: an answer cannot lead a message elsewhere', async () => {
  const elsewhere = await startServer(response => void response.end('ok'))
  const gateway = await startServer(
    response => void response.writeHead(307, { location: `${elsewhere.origin}/steal` }).end(),
  )
  const settings = readSettings({ ...ordinarySettings, FLOWBELL_SLACK_ORIGINS: gateway.origin }, [])
  const { deliver } = shippedHandlers({ webhookUrl: `${gateway.origin}/services/x` }, { settings })
  const payload = { delivery: deliveryOf('slack', 'OUTCOME'), document: completedReport, auditRecorded: true }
  expect(await deliver(payload)).toMatchObject({ status: 'UNDELIVERABLE' })
  expect([gateway.paths, elsewhere.paths]).toEqual([['/services/x'], []])
})

test('T6: a setting cannot send the bot token elsewhere', () => {
  for (const address of [
    'https://evil.example/api/',
    'https://slack.com.evil.example/api/',
    'http://slack.com/api/',
  ]) {
    expect(() => readSettings({ FLOWBELL_SLACK_API_URL: address }, [])).toThrow(InvalidSettingError)
  }
})

test('T7: what others have named cannot speak, link or call people in a message', async () => {
  const hostile = '<!channel> *All clear* <https://evil.example|Approve> https://evil.example/login \u202e'
  const document = {
    ...completedReport,
    firewallName: hostile,
    statusMessage: hostile,
    startedBy: completedReport.startedBy && {
      ...completedReport.startedBy,
      name: hostile,
      userAgent: hostile,
    },
  }
  const slack = { webhookUrl: 'https://hooks.slack.com/services/T000/B000/XXXX' }
  const teams = {
    webhookUrl: 'https://prod-1.westeurope.logic.azure.com:443/workflows/0a/triggers/manual/paths/invoke',
  }
  const sent = [
    ...(await deliveredWith({ channel: 'slack', secret: slack, document })).requests.map(({ body }) => body),
    ...(await deliveredWith({ channel: 'teams', secret: teams, document })).requests.map(({ body }) => body),
  ]
  expect(sent.length).toBe(2)
  const { calls } = await deliveredWith({ channel: 'sns', document })
  const { Message = '{}' } = (calls[0]?.input ?? {}) as { readonly Message?: string }
  const { email, https } = JSON.parse(Message) as Readonly<Record<string, string>>
  for (const text of [...sent, email, https]) {
    expect(text).toContain('All clear')
    expect(text).not.toContain('://evil.example')
    expect(text).not.toContain('\u202e')
  }
  // Slack reads mentions and links in these only, not in plain text.
  for (const text of [...markupIn(JSON.parse(sent[0] ?? '{}')), https]) {
    expect(text).not.toMatch(/<!channel|<https?:\/\/evil|<https\[/)
  }
})

/** The texts of a Slack message that Slack reads as markup. */
function markupIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { type, text } = value as { readonly type?: unknown; readonly text?: unknown }
  const own = typeof text === 'string' && type !== 'plain_text' ? [text] : []
  return [...own, ...Object.values(value).flatMap(markupIn)]
}
