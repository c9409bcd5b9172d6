import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mailText } from '../../../functions/adapters/channels/mailText.ts'
import { expectVisible } from '../support/foreignText.ts'
import { hostileReport } from '../support/hostileReports.ts'
import { completedReport, everyKindOf, overdueReport } from '../support/reports.ts'

test.each([
  ['type', 'Flow flush'],
  ['status', /Service status +COMPLETED$/m],
  ['message', /Status message +All hosts answered$/m],
  ['timestamp', /Flows identified at +2026-11-02T09:15:05\.250Z$/m],
  ['minimum age', /Minimum flow age +at least 1 min 15 s$/m],
  ['filters', '  TCP, UDP from 10.1.0.0/16 port 1990:1994 to 198.51.100.7 port 443\n'],
  ['filter of another kind', '  47 from any address port any to 2001:db8::/32 port any\n'],
] as const)('the %s that the service told reaches the mail', (_fact, expected) => {
  const text = mailText(completedReport)
  if (typeof expected === 'string') expect(text).toContain(expected)
  else expect(text).toMatch(expected)
})

test('the mail begins with its headline and ends with the console', () => {
  const text = mailText(completedReport)
  expect(text.split('\n').slice(0, 2)).toEqual(['Flow flush COMPLETED on edge in eu-west-1a', '='.repeat(42)])
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\//)
})

test('results, top talkers and next steps have their place', () => {
  const text = mailText(completedReport)
  expect(text).toMatch(/Result +2 flows, 30 packets, 1\.5 MB$/m)
  expect(text).toContain('Top sources by bytes:\n  10.1.0.9  2 flows, 1.5 MB\n')
  expect(text).toContain('Top destinations by bytes:\n  198.51.100.7  1 flow, 900 kB\n')
  expect(text).toContain('What to do next:\n- ')
})

test('what is absent leaves no gap and no heading', () => {
  const text = mailText({
    ...overdueReport,
    notice: 'STARTED',
    firewallArn: null,
    flowOperation: null,
    startedBy: null,
  })
  expect(text).not.toMatch(/Filters|Top|What to do next|null|undefined|https/)
  expect(text).not.toContain('\n\n\n')
})

test('our own sentences are wrapped at 72 characters', () => {
  for (const [, document] of everyKindOf({ ...completedReport, startedBy: null })) {
    const withoutLink = mailText(document)
      .split('\n')
      .filter(line => !line.startsWith('https:'))
    for (const line of withoutLink) expect(line.length).toBeLessThanOrEqual(80)
  }
})

describe('hostile texts', () => {
  test('stay visible and finite in every kind of mail', () => {
    fc.assert(
      fc.property(hostileReport, facts => {
        for (const [, document] of everyKindOf(facts)) {
          const text = mailText(document)
          expectVisible(text)
          expect(text.length).toBeLessThan(20_000)
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
