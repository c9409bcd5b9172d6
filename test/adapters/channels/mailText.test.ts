import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mailText } from '../../../functions/adapters/channels/mailText.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import { expectVisible } from '../support/foreignText.ts'
import { hostileReport } from '../support/hostileReports.ts'
import { completedReport, everyKindOf, overdueReport } from '../support/reports.ts'

test.each([
  ['type', 'Flow flush'],
  ['status', /^Service status: COMPLETED$/m],
  ['message', /^Status message: All hosts answered$/m],
  ['timestamp', /^Flows identified at: 2026-11-02 09:15:05 UTC$/m],
  ['minimum age', /^Minimum flow age: at least 1 min 15 s$/m],
  ['filters', '  TCP, UDP from 10.1.0.0/16 port 1990:1994 to 198.51.100.7 port 443\n'],
  ['filter of another kind', '  protocol 47 from any address to 2001:db8::/32\n'],
] as const)('the %s that the service told reaches the mail', (_fact, expected) => {
  const text = mailText(completedReport)
  if (typeof expected === 'string') expect(text).toContain(expected)
  else expect(text).toMatch(expected)
})

test('the mail says what, where, what it did, who, how long, which zones, what it means and what to do, in this order', () => {
  const text = mailText(completedReport)
  const order = [
    'Flow flush COMPLETED on edge in eu-west-1a\n',
    'The flush completed: 2 flows marked as timed out.',
    'Firewall: edge\n',
    'Console: https://eu-west-1.console.aws.amazon.com/',
    'Result: 2 flows, 30 packets, 1.5 MB\n',
    'Filters:\n',
    'Top sources by bytes:\n  10.1.0.9 · 2 flows, 1.5 MB\n',
    'Top destinations by bytes:\n  198.51.100.7 · 1 flow, 900 kB\n',
    'Top destination ports by bytes:\n  TCP 443 · 2 flows, 1.5 MB\n',
    'Started by: dana in role NetOps\n',
    'Took: 1 min 30 s until its end was seen\n',
    'Zones, by flushes with the same filters:\n  ✅ eu-west-1a: flushed by this operation\n  ❌ eu-west-1b: NOT flushed',
    'What it means:\n',
    'What to do next:\n- ',
    'Flush eu-west-1b:\n  aws network-firewall start-flow-flush ',
    'Details:\nOperation: ',
  ]
  const places = order.map(part => text.indexOf(part))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places[0]).toBe(0)
})

test('what is absent leaves no gap and no heading', () => {
  const text = mailText({
    ...overdueReport,
    notice: 'STARTED',
    firewallArn: null,
    flowOperation: null,
    startedBy: null,
    zoneCoverage: [],
  })
  expect(text).not.toMatch(/Filters|Top|Zones|What to do next|null|undefined|https/)
  expect(text).not.toContain('\n\n\n')
})

test('a firewall without a link to the console has nothing in its place', () => {
  const [, , where] = mailText({ ...completedReport, firewallArn: null }).split('\n\n')
  expect(where?.split('\n')).toEqual([
    'Firewall: edge',
    'Availability Zone: eu-west-1a',
    'Account and Region: 123456789012 · eu-west-1',
  ])
})

test('a sentence is one line: a mail program wraps it to the width of its screen', () => {
  const { nextSteps, meaning } = humanMessage(completedReport)
  const lines = mailText(completedReport).split('\n')
  for (const sentence of [meaning, ...nextSteps.map(step => `- ${step}`)]) expect(lines).toContain(sentence)
})

describe('hostile texts', () => {
  test('stay visible and finite in every kind of mail', () => {
    fc.assert(
      fc.property(hostileReport, facts => {
        for (const [, document] of everyKindOf(facts)) {
          const text = mailText(document)
          expectVisible(text)
          expect(text.length).toBeLessThan(20_000)
          // RFC 5322, 2.1.1.
          for (const line of text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998)
        }
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })

  test('cannot begin a line of their own', () => {
    const forged = 'x\nRefused because  nothing\r\n\u2028What to do next:\u0085- pay'
    const filter = { SourceAddress: { AddressDefinition: forged } }
    const text = mailText({
      ...completedReport,
      firewallName: forged,
      statusMessage: forged,
      flowOperation: { FlowFilters: [filter] },
    })
    expect(text).not.toMatch(/^(?:Refused because|- pay)/m)
    expect(text.match(/^What to do next:/gm)).toHaveLength(1)
  })
})
