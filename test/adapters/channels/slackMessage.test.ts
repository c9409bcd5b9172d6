import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { escaped } from '../../../functions/adapters/channels/escapedText.ts'
import {
  type SlackMessage,
  slackDetails,
  slackMessage,
} from '../../../functions/adapters/channels/slackMessage.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { hostileReport } from '../support/hostileReports.ts'
import { hugeReport } from '../support/hugeReport.ts'
import { completedReport, everyKindOf, operationId, overdueReport, zonesWithout } from '../support/reports.ts'
import { blockText, expectFitForSlack, textObjects } from '../support/slackLimits.ts'

const withBlocks = { plainText: false }
const asPlainText = { plainText: true }
/** For a webhook, which has no threads. */
const asWhole = { plainText: false, withDetails: true }
const asWholePlainText = { plainText: true, withDetails: true }
const kinds = everyKindOf(completedReport).map(([name]) => name)

function kindOf(name: string, facts: FlowOperationReport): FlowOperationReport {
  const found = everyKindOf(facts).find(([kind]) => kind === name)
  if (!found) throw new Error(`no such kind: ${name}`)
  return found[1]
}

const forms: readonly ((document: FlowOperationReport) => SlackMessage)[] = [
  document => slackMessage(document, withBlocks),
  document => slackMessage(document, asPlainText),
  document => slackMessage(document, asWhole),
  document => slackMessage(document, asWholePlainText),
  document => slackDetails(document, withBlocks),
  document => slackDetails(document, asPlainText),
]

describe('hostile and huge texts stay within all limits of Slack, and stay inert', () => {
  test.each(kinds)('%s', kind => {
    fc.assert(
      fc.property(hostileReport, facts => {
        for (const form of forms) expectFitForSlack(form(kindOf(kind, facts)))
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })

  test('every text at once full of what grows when it is escaped', () => {
    for (const filler of ['&', '<', '😀', 'x', '`', 'ﷺ']) {
      const long = filler.repeat(5000)
      const facts = hugeReport(long)
      for (const [, document] of everyKindOf(facts))
        for (const form of forms) expectFitForSlack(form(document))
    }
  })
})

/** What DescribeFlowOperation returned, as a reader has to find it. */
const describedFacts = [
  ['type', 'Flow flush'],
  ['status', 'COMPLETED'],
  ['message', 'All hosts answered'],
  ['timestamp', '2026-11-02 09:15:05 UTC'],
  ['minimum age', 'at least 1 min 15 s'],
  ['source address of a filter', '10.1.0.0/16'],
  ['source port of a filter', '1990:1994'],
  ['destination address of a filter', '198.51.100.7'],
  ['destination port of a filter', 'port 443'],
  ['protocols of a filter', 'TCP, UDP'],
  ['address of another filter', '2001:db8::/32'],
  ['protocol without a name', 'protocol 47'],
] as const

describe('what the service said of the operation reaches Slack', () => {
  test.each(describedFacts)('the %s in the card and its thread', (_fact, expected) => {
    const card = slackMessage(completedReport, withBlocks)
    const details = slackDetails(completedReport, withBlocks)
    expect(`${blockText(card)}\n${blockText(details)}`).toContain(expected)
  })

  test.each(describedFacts)('the %s in the one message of a webhook', (_fact, expected) => {
    expect(blockText(slackMessage(completedReport, asWhole))).toContain(expected)
    expect(slackMessage(completedReport, asWholePlainText).text).toContain(expected)
  })

  test.each(describedFacts)('the %s in plain text', (_fact, expected) => {
    const card = slackMessage(completedReport, asPlainText)
    const details = slackDetails(completedReport, asPlainText)
    expect(`${card.text}\n${details.text}`).toContain(expected)
  })

  test.each([
    ['a VPC endpoint', { vpcEndpointId: 'vpce-0a1b2c3d4e5f60718' }, 'vpce-0a1b2c3d4e5f60718'],
    ['an association', { vpcEndpointAssociationArn: 'arn:aws:association/b' }, 'arn:aws:association/b'],
    ['a status nobody knows', { outcome: 'UNKNOWN', serviceStatus: 'PAUSED' }, 'PAUSED'],
    ['a capture', { flowOperationType: 'FLOW_CAPTURE' }, 'Flow capture'],
    [
      'a refusal',
      { outcome: 'REFUSED', refusal: { errorCode: 'ThrottlingException', errorMessage: 'one is running' } },
      'ThrottlingException · one is running',
    ],
    [
      'a failed watch',
      { outcome: 'WATCH_FAILED', failure: { error: 'AccessDenied', message: 'not you' } },
      'AccessDenied · not you',
    ],
  ] as const)('%s', (_case, changes, expected) => {
    const document = { ...completedReport, ...changes }
    expect(blockText(slackMessage(document, withBlocks))).toContain(expected)
    expect(slackMessage(document, asPlainText).text).toContain(expected)
  })
})

describe('the card', () => {
  // Whether Slack counts characters or UTF-16 units is not published: the smaller reading is the safe one.
  test.each(kinds)('has a header of at most 150 UTF-16 units under the longest names: %s', kind => {
    const facts = { ...completedReport, firewallName: 'x'.repeat(128), availabilityZone: 'y'.repeat(64) }
    const [header] = slackMessage(kindOf(kind, facts), withBlocks).blocks ?? []
    const [title] = textObjects(header)
    expect(title?.text.length).toBeGreaterThan(140)
    expect(title?.text.length).toBeLessThanOrEqual(150)
  })

  test('begins with a header that tells outcome, operation, firewall and zone', () => {
    const [header] = slackMessage(completedReport, withBlocks).blocks ?? []
    expect(header).toMatchObject({
      type: 'header',
      text: { type: 'plain_text', text: '✅ Flow flush COMPLETED on edge in eu-west-1a', emoji: false },
    })
  })

  test.each([
    ['info', 'COMPLETED'],
    ['warning', 'EXPIRED'],
    ['critical', 'TIMED_OUT'],
    ['warning', 'OVERDUE'],
  ])('tells the severity %s of %s', (severity, kind) => {
    const message = slackMessage(kindOf(kind, completedReport), withBlocks)
    expect(blockText(message)).toContain(`Severity: ${severity}`)
  })

  test('names the operation by its id, so that it can be searched for', () => {
    expect(blockText(slackMessage(completedReport, withBlocks))).toContain(`Operation: ${operationId}`)
    const refused = { ...completedReport, flowOperationId: null }
    const message = slackMessage(refused, withBlocks)
    expect(blockText(message)).not.toContain('Operation:')
    expect(message.blocks?.at(-1)).toMatchObject({ elements: [{ type: 'plain_text' }] })
  })

  test('of an overdue notice tells that the operation goes on', () => {
    expect(blockText(slackMessage(overdueReport, withBlocks))).toContain('still in progress')
  })

  test('says when the audit record is missing', () => {
    const document = { ...completedReport, auditRecorded: false }
    expect(blockText(slackMessage(document, withBlocks))).toContain('audit record')
    expect(slackMessage(document, asPlainText).text).toContain('audit record')
  })

  test('shows foreign text in code spans, escaped once and without back-ticks', () => {
    const document = { ...completedReport, statusMessage: 'a & b <!channel> `c` *d*' }
    expect(blockText(slackMessage(document, withBlocks))).toContain(
      "*Status message* `a &amp; b &lt;!channel&gt; 'c' *d*`",
    )
  })

  test('links to the console of the partition', () => {
    const document = {
      ...completedReport,
      firewallArn: 'arn:aws-cn:network-firewall:cn-north-1:123456789012:firewall/edge',
    }
    const link = 'https://cn-north-1.console.amazonaws.cn/vpcconsole/home?region=cn-north-1#NetworkFirewalls:'
    expect(blockText(slackMessage(document, withBlocks))).toContain(`<${link}|`)
  })

  test.each([
    null,
    'arn:aws-iso:network-firewall:us-iso-east-1:123456789012:firewall/edge',
    'arn:aws:network-firewall:evil.example/x|y>:123456789012:firewall/edge',
    'arn:constructor:network-firewall:eu-west-1:123456789012:firewall/edge',
  ])('has no link for %s', firewallArn => {
    const { blocks } = slackMessage({ ...completedReport, firewallArn }, withBlocks)
    expect(textObjects(blocks).filter(({ text }) => text.includes('http'))).toEqual([])
  })

  test('has the whole message once more as text, for notifications', () => {
    const { text } = slackMessage(completedReport, withBlocks)
    const plain = slackMessage(completedReport, asPlainText).text
    expect(text).toBe(plain.replace(`Operation: ${operationId}\n`, ''))
    expect(text).toContain('Flow flush COMPLETED on edge')
  })
})

describe('the parts of a message', () => {
  const webhook = () => blockText(slackMessage(completedReport, asWhole))

  test('stand in the order in which they are asked', () => {
    const order = [
      'COMPLETED on edge',
      'The flush completed: 2 flows',
      '*Firewall*',
      '|Firewalls in the AWS console>',
      '*Result*',
      '*Filters*',
      '*Top sources by bytes*',
      '*Top destinations by bytes*',
      '*Top destination ports by bytes*\n• `TCP 443 · 2 flows, 1.5 MB`',
      '*Started by*',
      '*Took*',
      '*Zones, by flushes with the same filters*\n• `✅ eu-west-1a: flushed by this operation`',
      '*What it means*',
      '*Next*',
      '*Flush eu-west-1b*\n`aws network-firewall start-flow-flush ',
      'Severity: info',
    ]
    const places = order.map(part => webhook().indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((one, other) => one - other))
  })

  test('a card shows three filters and no table; its thread shows all of them', () => {
    const filter = { SourceAddress: { AddressDefinition: '10.0.0.1' } }
    const document = {
      ...completedReport,
      flowOperation: { FlowFilters: Array.from({ length: 8 }, () => filter) },
    }
    const card = blockText(slackMessage(document, withBlocks))
    expect(card.match(/from 10\.0\.0\.1/gu)).toHaveLength(3)
    expect(card).toContain('… and 5 more')
    expect(card).not.toContain('Top sources')
    const thread = blockText(slackDetails(document, withBlocks))
    expect(thread.match(/from 10\.0\.0\.1/gu)).toHaveLength(8)
    expect(thread).toMatch(/Top sources.*Top destinations.*Top destination ports/su)
  })

  test('a command stands whole in a code span, in blocks and in plain text', () => {
    for (const { command } of humanMessage(completedReport).commands) {
      expect(webhook()).toContain(`\`${command}\``)
      expect(slackMessage(completedReport, asWholePlainText).text).toContain(command)
    }
    expect(humanMessage(completedReport).commands.length).toBeGreaterThan(1)
  })

  test('plain text keeps our own sentences, however long the facts are', () => {
    for (const [, document] of everyKindOf(hugeReport('x'.repeat(5000)))) {
      const { text } = slackMessage(document, asWholePlainText)
      const { lead, meaning, nextSteps } = humanMessage(document)
      for (const sentence of [lead, meaning, ...nextSteps]) expect(text).toContain(escaped(sentence))
    }
  })

  test('blocks keep our own sentences too', () => {
    for (const [, document] of everyKindOf(hugeReport('&'.repeat(5000)))) {
      const text = blockText(slackMessage(document, asWhole))
      const { lead, meaning, nextSteps } = humanMessage(document)
      for (const sentence of [lead, meaning, ...nextSteps]) expect(text).toContain(escaped(sentence))
    }
  })
})

describe('what is too long is cut with a mark', () => {
  test('commands are left out whole, never cut', () => {
    const filter = {
      SourceAddress: { AddressDefinition: '2001:db8:1111:2222:3333:4444:5555:6666' },
      DestinationAddress: { AddressDefinition: '2001:db8:1111:2222:3333:4444:5555:7777' },
      DestinationPort: '10000:20000',
    }
    const missing = zonesWithout('b', 'c')
    const document = {
      ...completedReport,
      outcome: 'COMPLETED_WITH_ERRORS' as const,
      firewallArn: `${completedReport.firewallArn}${'x'.repeat(124)}`,
      flowOperation: { FlowFilters: [filter, filter] },
      zoneCoverage: missing,
    }
    const { commands } = humanMessage(document)
    const text = blockText(slackMessage(document, withBlocks))
    const shown = commands.filter(({ command }) => text.includes(`\`${command}\``))
    expect(text.match(/aws network-firewall/gu)).toHaveLength(shown.length)
    expect(shown.length).toBeLessThan(commands.length)
    expect(text).toContain('a command is left out')
  })

  test('a text of the service', () => {
    const document = { ...completedReport, statusMessage: 'x'.repeat(1024) }
    expect(blockText(slackMessage(document, withBlocks))).toMatch(/`x{299}…`/)
  })

  test('a list of filters', () => {
    const filter = { SourceAddress: { AddressDefinition: '10.0.0.1' } }
    const FlowFilters = Array.from({ length: 14 }, () => filter)
    const document = { ...completedReport, flowOperation: { FlowFilters } }
    expect(blockText(slackDetails(document, withBlocks))).toContain('… and 4 more')
    const omitted = { ...document, omittedFilterCount: 30 }
    expect(blockText(slackDetails(omitted, withBlocks))).toContain('… and 34 more')
  })

  test('the card, the details and the plain text as a whole', () => {
    const document = hugeReport('&'.repeat(5000))
    expect(blockText(slackMessage(document, withBlocks))).toContain(
      '… (cut: the rest is in the audit record)',
    )
    expect(blockText(slackDetails(document, withBlocks))).toContain(
      '… (cut: the rest is in the audit record)',
    )
    expect(slackMessage(document, asPlainText).text.endsWith('\n…')).toBe(true)
  })
})

describe('plain text names the operation', () => {
  test.each([
    ['a card', asPlainText],
    ['a whole message', asWholePlainText],
  ])('once, on %s', (_, form) => {
    const { text } = slackMessage(completedReport, form)
    expect(text.split(`Operation: ${operationId}`)).toHaveLength(2)
  })

  test('before whatever may be cut', () => {
    const document = { ...hugeReport('x'.repeat(5000)), flowOperationId: operationId }
    expect(slackMessage(document, asWholePlainText).text).toContain(`Operation: ${operationId}`)
  })

  test('and is silent of none', () => {
    expect(slackMessage({ ...completedReport, flowOperationId: null }, asPlainText).text).not.toContain(
      'Operation:',
    )
  })
})
