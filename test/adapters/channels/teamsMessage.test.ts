import { describe, expect, test } from '@jest/globals'
import { type TeamsMessage, teamsMessage } from '../../../functions/adapters/channels/teamsMessage.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { previewDocuments } from '../../../local/previewDocuments.ts'
import { hugeReport } from '../support/hugeReport.ts'
import { completedReport, everyKindOf, overdueReport } from '../support/reports.ts'
import { cardText } from '../support/teamsCard.ts'

const withLook = { plainText: false }
const asPlainText = { plainText: true }
const card = (document: FlowOperationReport) => teamsMessage(document, withLook).attachments[0].content
const textOf = (document: FlowOperationReport) => cardText(teamsMessage(document, withLook))
const bytesOf = (message: TeamsMessage) => Buffer.byteLength(JSON.stringify(message))
const kinds = everyKindOf(completedReport)

describe('the card', () => {
  test('is one Adaptive Card in the form that the trigger takes', () => {
    expect(teamsMessage(completedReport, withLook)).toEqual({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: expect.objectContaining({ type: 'AdaptiveCard', version: '1.4' }),
        },
      ],
    })
  })

  test.each(kinds)('tells everything in the order of reading: %s', (_kind, document) => {
    const message = humanMessage(document)
    const lines = textOf(document).split('\n')
    const facts = (from: 'where' | 'result' | 'start' | 'details') =>
      message[from].map(({ label, value }) => `${label}: ${value}`)
    const order = [
      `${message.icon} ${message.headline}`,
      message.lead,
      ...facts('where'),
      ...facts('result'),
      ...message.filters.map(text => `• ${text}`),
      ...message.topSources.map(text => `• ${text}`),
      ...message.topDestinations.map(text => `• ${text}`),
      ...message.topDestinationPorts.map(text => `• ${text}`),
      ...facts('start'),
      ...message.coverage.map(text => `• ${text}`),
      message.meaning,
      ...message.nextSteps.map(text => `• ${text}`),
      ...message.commands.flatMap(({ label, command }) => [label, command]),
      ...facts('details'),
    ]
    const wanted = new Set(order)
    expect(lines.filter(text => wanted.has(text))).toEqual(order)
  })

  test.each([
    ['COMPLETED', 'good'],
    ['REFUSED', 'warning'],
    ['FAILED', 'attention'],
    ['OVERDUE', 'warning'],
  ])('%s is %s in colour too', (kind, style) => {
    const [, document] = kinds.find(([name]) => name === kind) ?? ['', completedReport]
    expect(card(document).body[0]).toMatchObject({ type: 'Container', style })
  })

  test('shows commands in a face of fixed width, each alone and whole, for a refused start too', () => {
    for (const name of ['COMPLETED_WITH_ERRORS', 'REFUSED', 'OVERDUE'] as const) {
      const document = previewDocuments[name]
      const { commands } = humanMessage(document)
      const runs = card(document).body.flatMap(element => ('inlines' in element ? element.inlines : []))
      const fixed = runs.filter(({ fontType }) => fontType === 'Monospace').map(({ text }) => text)
      expect(fixed).toEqual(commands.map(({ command }) => command))
      expect(fixed.length).toBeGreaterThan(0)
    }
  })

  test('links the console and nothing else', () => {
    expect(card(completedReport).actions).toEqual([
      {
        type: 'Action.OpenUrl',
        title: 'Firewalls in the AWS console',
        url: 'https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#NetworkFirewalls:',
      },
    ])
    expect(card({ ...completedReport, firewallArn: null })).not.toHaveProperty('actions')
  })

  test('says in words of ours alone what a client shows that cannot draw it', () => {
    const document = { ...overdueReport, firewallName: 'EVIL', availabilityZone: 'EVIL' }
    expect(card(document).fallbackText).toMatch(/^Flow flush OVERDUE\. /u)
    expect(card(document).fallbackText).not.toContain('EVIL')
  })

  test('names the operation, for who looks for it later', () => {
    expect(textOf(completedReport).split('\n').at(-1)).toBe(
      `Severity: info · Operation: ${completedReport.flowOperationId}`,
    )
  })
})

describe('foreign text stands word for word where nothing is read as Markdown', () => {
  test.each([
    '*bold* _it_ `code` ~no~',
    '[a](b) <at>Dana</at> # x > y - z 1. w',
    String.raw`back\slash \*`,
    '&lt;b&gt; <b>',
  ])('%s', firewallName => {
    expect(textOf({ ...completedReport, firewallName })).toContain(`Firewall: ${firewallName}\n`)
  })

  test.each([
    ['{{DATE(2026-11-02T09:15:04Z)}}', '{ {DATE(2026-11-02T09:15:04Z)}}'],
    ['{{{TIME(x)}}}', '{ { {TIME(x)}}}'],
    ['${name} $${x}', '$ {name} $$ {x}'],
    ['https://evil.example www.evil.example', 'https[:]//evil.example www[.]evil.example'],
  ])('but %s is broken up', (firewallName, shown) => {
    expect(textOf({ ...completedReport, firewallName })).toContain(`Firewall: ${shown}\n`)
  })
})

describe('without a look', () => {
  test('it holds what happened, where, what it means and what to do, and no more', () => {
    const text = cardText(teamsMessage(completedReport, asPlainText))
    const { headline, lead, meaning } = humanMessage(completedReport)
    for (const words of [headline, lead, 'Firewall: edge', meaning]) expect(text).toContain(words)
    expect(JSON.stringify(teamsMessage(completedReport, asPlainText))).not.toMatch(
      /weight|Monospace|Container|actions/u,
    )
  })

  test('it holds what its next steps speak of: the zones, the commands, and which operation it was', () => {
    const text = cardText(teamsMessage(completedReport, asPlainText))
    const { coverage, commands } = humanMessage(completedReport)
    for (const words of [...coverage, ...commands.map(({ command }) => command)])
      expect(text).toContain(words)
    expect(text).toContain(`Operation: ${completedReport.flowOperationId}`)
  })
})

describe('the largest message', () => {
  test.each(['x', '漢', '😀', '"', '\\', '<', '{'])(
    'of %j stays below 24 KB, and our own words are whole',
    character => {
      for (const [, document] of everyKindOf(hugeReport(character.repeat(5000)))) {
        const { headline, lead, meaning, nextSteps, commands } = humanMessage(document)
        const whole = teamsMessage(document, withLook)
        expect(bytesOf(whole)).toBeLessThanOrEqual(24_000)
        for (const words of [lead, meaning, ...nextSteps, ...commands.map(({ command }) => command)])
          expect(cardText(whole)).toContain(words)
        expect(cardText(whole)).toContain(headline.slice(0, 20))
        expect(bytesOf(teamsMessage(document, asPlainText))).toBeLessThanOrEqual(10_000)
      }
    },
  )

  test('says where it was cut', () => {
    expect(textOf(hugeReport('漢'.repeat(5000)))).toContain('\n… (cut: the rest is in the audit record)')
  })
})
