import { describe, expect, test } from '@jest/globals'
import { meaningOf } from '../../functions/domain/meaning.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { operationId, report } from '../support/builders.ts'

const results = report().results as NonNullable<FlowOperationReport['results']>
const nothing = { ...results, flowCount: 0, complete: true }
const capture = { flowOperationType: 'FLOW_CAPTURE' } as const
/** Without an ARN no command can be made. */
const noCommands = { firewallArn: null }

function told(change: Partial<FlowOperationReport>) {
  const { lead, meaning, nextSteps, commands } = meaningOf(report(change))
  return { lead, meaning, nextSteps, labels: commands.map(({ label }) => label) }
}

describe('what is told, word for word and nothing besides', () => {
  test('of a flush that matched nothing', () => {
    expect(told({ results: nothing })).toStrictEqual({
      lead: 'The flush completed, but no flow matched its filters.',
      meaning:
        'When the engine looked, its state table held no flow that fits the filters and the minimum age. Only flows that stateful rules handle are in that table. Flows younger than 1 min were left alone.',
      nextSteps: [
        'If you expected matches, check the filters, the minimum flow age and the zone.',
        'A flush works on one zone at a time, and the other zones could not be looked at: flush them too.',
      ],
      labels: ['See which such flows exist'],
    })
  })

  test('of a capture that matched nothing: it leaves nothing alone, and no zone to be flushed', () => {
    expect(told({ ...capture, results: nothing })).toStrictEqual({
      lead: 'The capture completed, but no flow matched its filters.',
      meaning:
        'When the engine looked, its state table held no flow that fits the filters and the minimum age. Only flows that stateful rules handle are in that table.',
      nextSteps: ['If you expected matches, check the filters, the minimum flow age and the zone.'],
      labels: ['See which such flows exist'],
    })
  })

  test.each([undefined, 0])('of a flush with the minimum age %s: nothing of younger flows', age => {
    const FlowFilters = [{ Protocols: ['6'] }]
    const flowOperation = { FlowFilters, ...(age === undefined ? {} : { MinimumFlowAgeInSeconds: age }) }
    expect(told({ flowOperation }).meaning).toBe(
      'The next packets of these flows count as midstream. The stream exception policy of the firewall policy could not be read: look it up. By default it is DROP, and such a connection hangs until its client connects anew. New connections follow the rules as they are now, once a change has reached every host. All this is no proof that such traffic stopped.',
    )
  })

  test('of a capture with errors', () => {
    expect(told({ ...capture, outcome: 'COMPLETED_WITH_ERRORS', ...noCommands })).toStrictEqual({
      lead: 'The capture ended with errors: flows may be missing.',
      meaning:
        'It timed out, or did not finish on every host, so the counts are a lower bound. There may be more such flows than it found.',
      nextSteps: [
        'Start the capture again with narrower filters, one half of the source network at a time. One operation runs at a time in a zone, so wait for the end of each.',
      ],
      labels: [],
    })
  })

  test('of a capture that failed without a reason, and of which no command can be made', () => {
    const flowOperation = { FlowFilters: [] }
    expect(told({ ...capture, outcome: 'FAILED', ...noCommands, flowOperation })).toStrictEqual({
      lead: 'The capture failed: treat the flows as untouched.',
      meaning: 'The service could not complete it, and there are no results. It gives no reason.',
      nextSteps: [
        'Start it again.',
        'If it fails again, narrow its filters: one address range, port or protocol at a time.',
      ],
      labels: [],
    })
  })

  test('of a capture that failed: zones are not its matter', () => {
    const zoneCoverage = [
      {
        availabilityZone: 'eu-west-1b',
        state: 'NOT_COVERED',
        flowOperationId: null,
        flowRequestTimestamp: null,
      },
    ] as const
    const { nextSteps, labels } = told({ ...capture, outcome: 'FAILED', zoneCoverage: [...zoneCoverage] })
    expect(nextSteps).toStrictEqual([
      'Start it again (command below).',
      'If it fails again, narrow its filters: one half of the source network at a time.',
    ])
    expect(labels).toStrictEqual(['Start it again'])
  })

  test('of a watch that timed out, and of which no command can be made', () => {
    const { labels } = told({ outcome: 'TIMED_OUT', flowOperation: { FlowFilters: [] } })
    expect(labels).toStrictEqual([])
  })

  test('of an operation that is late, since nobody knows when', () => {
    const times = { startedAt: null, flowRequestTimestamp: null }
    expect(told({ outcome: null, notice: 'OVERDUE', ...times }).lead).toBe(
      'The flush is still in progress: later than expected.',
    )
  })

  test('of a start that the service refused while another operation held the zone', () => {
    const holder = operationId.replace('0f3c', 'aaaa')
    const slotHolder = { flowOperationId: holder, flowOperationType: null, requestTimestamp: null }
    const refusal = { errorCode: 'ThrottlingException', errorMessage: null }
    expect(told({ outcome: 'REFUSED', refusal, slotHolder })).toStrictEqual({
      lead: 'The start was refused: nothing was flushed.',
      meaning:
        'Another operation is running there, and the service runs one at a time per firewall and zone.',
      nextSteps: [
        `${holder} is running there now: wait for its end, which Flowbell reports, and start again.`,
        'If the error names something else (rights, filters, selectors), mend that first.',
      ],
      labels: ['See how that one is doing'],
    })
  })

  test('of a start that was refused for want of rights', () => {
    const refusal = { errorCode: 'AccessDenied', errorMessage: null }
    expect(told({ outcome: 'REFUSED', refusal }).nextSteps).toStrictEqual([
      'Give the caller network-firewall:StartFlowFlush on this firewall, or let its owner start the flush: nobody else may.',
    ])
  })
})
