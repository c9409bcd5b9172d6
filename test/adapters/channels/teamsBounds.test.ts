import { describe, expect, test } from '@jest/globals'
import { teamsMessage } from '../../../functions/adapters/channels/teamsMessage.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { manySources } from '../support/manySources.ts'
import { completedReport, startedReport, zonesWithout } from '../support/reports.ts'
import { cardText } from '../support/teamsCard.ts'

const forms = [{ plainText: false }, { plainText: true }]
const withLook = { plainText: false }
const bytesOf = (document: FlowOperationReport, form = withLook) =>
  Buffer.byteLength(JSON.stringify(teamsMessage(document, form)))
const linesOf = (document: FlowOperationReport) => cardText(teamsMessage(document, withLook)).split('\n')

test('a card that is cut fills 20,000 bytes to the last one, and never more', () => {
  // Two bytes in UTF-8 for every second one: the bound is of bytes.
  const sizes = Array.from({ length: 250 }, (_, length) =>
    bytesOf({ ...manySources(300), statusMessage: `éx${'x'.repeat(length)}` }),
  )
  expect(Math.max(...sizes)).toBe(20_000)
})

test('what is cut are the lines from the bound on, under one mark, and none of our own words', () => {
  const document = manySources(300)
  const { topSources, meaning, nextSteps } = humanMessage(document)
  const lines = linesOf(document)
  const cutAt = lines.indexOf('… (cut: the rest is in the audit record)')
  const kept = lines.slice(lines.indexOf('Top sources by bytes') + 1, cutAt)
  expect(kept).toEqual(topSources.slice(0, kept.length).map(source => `• ${source}`))
  expect(kept.length).toBeGreaterThan(50)
  expect(lines.slice(cutAt + 1, cutAt + 4)).toEqual(['What it means', meaning, 'Next'])
  expect(nextSteps.map(step => `• ${step}`)).toEqual(lines.slice(cutAt + 4, cutAt + 4 + nextSteps.length))
  expect(lines.at(-1)).toMatch(/^Severity: /u)
})

test('the card of a running watch has no title above nothing', () => {
  expect(linesOf(startedReport)).not.toContain('Next')
  expect(linesOf(startedReport).filter(text => text.includes('Stryker'))).toEqual([])
})

describe('the longest commands that a message can have', () => {
  /** 20 filters are the most that a command takes, 700 characters its longest. */
  const FlowFilters = Array.from({ length: 20 }, () => ({ SourcePort: '1' }))
  const missing = zonesWithout('b', 'c', 'd')
  const longest = {
    ...completedReport,
    outcome: 'COMPLETED_WITH_ERRORS' as const,
    firewallArn: `${completedReport.firewallArn}${'x'.repeat(120)}`,
    flowOperation: { FlowFilters },
    zoneCoverage: missing,
  }

  test.each(forms)('all stand whole: %j', form => {
    const { commands } = humanMessage(longest)
    const text = cardText(teamsMessage(longest, form))
    expect(commands).toHaveLength(4)
    for (const { command } of commands) expect(text).toContain(command)
  })

  test('leave room for the rest', () => {
    expect(bytesOf(longest)).toBeLessThanOrEqual(20_000)
    expect(bytesOf(longest, { plainText: true })).toBeLessThanOrEqual(10_000)
  })
})
