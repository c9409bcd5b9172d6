import { describe, expect, test } from '@jest/globals'
import { meaningOf } from '../../functions/domain/meaning.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { operationId, report } from '../support/builders.ts'

const results = { ...report().results, flowCount: 3 } as NonNullable<FlowOperationReport['results']>
const types = ['FLOW_FLUSH', 'FLOW_CAPTURE', null] as const
const documents: FlowOperationReport[] = types.flatMap(flowOperationType => [
  ...outcomes.flatMap(outcome =>
    [results, { ...results, complete: false }, { ...results, flowCount: 0 }, null].map(some =>
      report({ flowOperationType, outcome, results: some }),
    ),
  ),
  ...(['STARTED', 'OVERDUE'] as const).map(notice =>
    report({ flowOperationType, notice, outcome: null, results: null }),
  ),
])
const textOf = (document: FlowOperationReport) => {
  const { meaning, nextSteps } = meaningOf(document)
  return [meaning, ...nextSteps].join('\n')
}

describe('what an outcome means', () => {
  test('every notice and outcome has a meaning, each outcome its own', () => {
    expect(documents.every(document => meaningOf(document).meaning.length > 20)).toBe(true)
    const meanings = outcomes.map(outcome => meaningOf(report({ outcome })).meaning)
    expect(new Set(meanings).size).toBe(outcomes.length)
  })

  test.each(outcomes.filter(outcome => outcome !== 'COMPLETED'))('%s says what to do next', outcome => {
    expect(meaningOf(report({ outcome })).nextSteps.length).toBeGreaterThan(0)
  })

  test('no text claims that traffic stopped', () => {
    const claims =
      /\b(?:traffic|connections?|flows?|packets?|sessions?|clients?)\b[^.]*\b(?:(?:was|were|is|are|has|have|been) (?:\w+ )?)(?:stopped|blocked|cut|dropped|terminated|killed|ended|closed|gone|removed|disconnected|isolated)\b|\bno (?:more|longer)\b[^.]*\b(?:traffic|pass|flow)|\b(?:contained|quarantined|secured|safe now)\b/iu
    // The sentences that the rule is meant for.
    for (const claim of [
      'The traffic was stopped.',
      'These connections are now blocked.',
      'No more traffic passes.',
      'The flows have been terminated.',
    ]) {
      expect(claim).toMatch(claims)
    }
    for (const document of documents) expect(textOf(document)).not.toMatch(claims)
  })

  test('a completed flush says how packets of such flows are treated and how to look again', () => {
    const { meaning, nextSteps } = meaningOf(report())
    expect(meaning).toMatch(/marked as timed out.*midstream.*stream exception policy/u)
    expect(nextSteps.join(' ')).toMatch(/other zones.*Start a flow capture with a minimum age/u)
  })

  test('a completed capture says nothing of timing out', () => {
    const capture = report({ flowOperationType: 'FLOW_CAPTURE' })
    expect(meaningOf(capture)).toEqual({
      meaning: 'The capture completed: these flows were in the state table.',
      nextSteps: [],
    })
  })

  test('no flow matched only when every page was read', () => {
    const none = { ...results, flowCount: 0 }
    expect(meaningOf(report({ results: none })).meaning).toMatch(/no flow matched/u)
    expect(meaningOf(report({ results: { ...none, complete: false } })).meaning).not.toMatch(
      /no flow matched/u,
    )
    expect(meaningOf(report({ results: null })).meaning).not.toMatch(/no flow matched/u)
  })

  test.each(['FLOW_FLUSH', 'FLOW_CAPTURE'] as const)(
    'results of a %s that were not all read are told',
    type => {
      const unread = report({ flowOperationType: type, results: { ...results, complete: false } })
      expect(textOf(unread)).toMatch(/Not all results could be read/u)
      expect(textOf(report({ flowOperationType: type }))).not.toMatch(/Not all results/u)
    },
  )

  test.each([
    ['COMPLETED_WITH_ERRORS', /flows may be missing/u],
    ['FAILED', /Treat the flows as untouched/u],
    ['REFUSED', /nothing was flushed or captured/u],
    ['EXPIRED', /no longer knows/u],
    ['TIMED_OUT', /still in progress when the 12 hours/u],
    ['UNKNOWN', /not counted as a success/u],
    ['WATCH_FAILED', /could not find out.*may go on/u],
  ] as const)('%s: %s', (outcome, expected) => {
    expect(meaningOf(report({ outcome })).meaning).toMatch(expected)
  })

  test('a refused start says which operation is in its way, and to wait for its end', () => {
    const advice = (slotHolder: FlowOperationReport['slotHolder']) =>
      meaningOf(report({ outcome: 'REFUSED', slotHolder })).nextSteps.join(' ')
    const holder = { flowOperationId: operationId, flowOperationType: null, requestTimestamp: null }
    expect(advice(holder)).toContain(operationId)
    expect(advice(holder)).toMatch(/wait for (?:its end|the end of)[^.]*, which Flowbell reports/iu)
    expect(advice(null)).not.toContain(operationId)
    expect(advice(null)).not.toMatch(/which Flowbell reports/u)
    expect(advice({ ...holder, flowOperationId: 'call 555-0100' })).toBe(advice(null))
  })

  test.each(['COMPLETED_WITH_ERRORS' as const, null])('the operation is called by its type: %s', outcome => {
    const of = (flowOperationType: FlowOperationReport['flowOperationType']) =>
      textOf(report({ flowOperationType, outcome, notice: outcome ? 'OUTCOME' : 'OVERDUE' }))
    expect(of('FLOW_CAPTURE')).toMatch(/\bcapture\b/u)
    expect(of('FLOW_FLUSH')).toMatch(/\bflush\b/u)
  })

  test('an overdue notice says that it goes on; a started one promises the end', () => {
    const interim = (notice: 'STARTED' | 'OVERDUE') => meaningOf(report({ notice, outcome: null }))
    expect(interim('OVERDUE').meaning).toMatch(/still in progress, later than expected/u)
    expect(interim('STARTED')).toEqual({
      meaning: 'Flowbell watches this operation and tells how it ends.',
      nextSteps: [],
    })
  })

  test('a missing audit record is the first thing to know, of every document', () => {
    for (const document of documents) {
      const { meaning, nextSteps } = meaningOf(document)
      const unrecorded = meaningOf({ ...document, auditRecorded: false })
      expect(unrecorded.meaning).toBe(meaning)
      expect(unrecorded.nextSteps[0]).toMatch(/audit record of this outcome could not be written/u)
      expect(unrecorded.nextSteps.slice(1)).toEqual(nextSteps)
    }
  })

  test('no foreign text enters', () => {
    const foreign = 'FOREIGN'
    const hostile = report({
      statusMessage: foreign,
      serviceStatus: foreign,
      firewallName: foreign,
      availabilityZone: foreign,
      refusal: { errorCode: foreign, errorMessage: foreign },
      failure: { error: foreign, message: foreign },
      slotHolder: { flowOperationId: foreign, flowOperationType: null, requestTimestamp: foreign },
    })
    for (const outcome of outcomes) expect(textOf({ ...hostile, outcome })).not.toContain(foreign)
  })
})
