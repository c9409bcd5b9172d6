import { describe, expect, test } from '@jest/globals'
import { slackMessage } from '../../functions/adapters/channels/slackMessage.ts'
import { snsMessage } from '../../functions/adapters/channels/snsMessage.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { recoveredWatch } from '../../functions/domain/sweep.ts'
import { scopeOf, type WatchRequest } from '../../functions/domain/watchRequest.ts'
import { association, endpoint, idOf, listed, wholeFirewall, zone } from '../support/sweepWorld.ts'
import { completed, completedAt, memoryEnd, serviceError } from './facts.ts'
import { watchIn } from './watchBed.ts'

/** What the sweep makes of an operation that was found this long after the engine saw it. */
function swept(ageSeconds: number | null, scope = zone): WatchRequest {
  const time = (seconds: number) => new Date(Date.now() - seconds * 1000 - 500).toISOString()
  const requestTimestamp = ageSeconds === null ? null : time(ageSeconds)
  return recoveredWatch(listed(1, { requestTimestamp }), scope, time(0))
}

const found = /the sweep.* event of its start was lost/u
const textsOf = (document: FlowOperationReport) => [
  snsMessage(document).message,
  JSON.stringify(slackMessage(document, { plainText: false })),
  slackMessage(document, { plainText: true }).text,
]

describe('a watch that the sweep began', () => {
  test('runs to its end, and everything that is told and kept says that it was recovered late', async () => {
    const { result, delivered, records } = await watchIn({
      watch: swept(600),
      describe: completedAt(30),
    })

    expect(result).toMatchObject({ executionStatus: 'SUCCEEDED', outcome: 'COMPLETED' })
    const outcomes = delivered.filter(({ notice }) => notice === 'OUTCOME')
    expect(outcomes.map(({ channel }) => channel).sort()).toEqual(['eventbridge', 'slack', 'sns'])
    for (const { document } of delivered) {
      expect(document).toMatchObject({ recoveredLate: true, startedBy: null, startedAt: null })
      for (const text of textsOf(document)) expect(text).toMatch(found)
    }
    const finished = records.find(({ recordType }) => recordType === 'OPERATION_FINISHED')
    expect(finished).toMatchObject({
      flowOperationId: idOf(1),
      document: { recoveredLate: true, flowOperationId: idOf(1) },
    })
  })

  test('says so in its overdue notice too', async () => {
    const { delivered } = await watchIn({
      watch: swept(200),
      overdueMinutes: 5,
      describe: completedAt(400),
    })

    const overdue = delivered.filter(({ notice }) => notice === 'OVERDUE')
    expect(overdue).toHaveLength(3)
    for (const { document } of overdue) {
      expect(document.recoveredLate).toBe(true)
      for (const text of textsOf(document)) expect(text).toMatch(found)
    }
  })

  test.each([zone, endpoint, association, wholeFirewall])(
    'asks for its operation under the scope that listed it, and no other: %#',
    async scope => {
      const watch = swept(600, scope)
      const { described } = await watchIn({ watch, describe: completedAt(15) })

      expect(described.length).toBeGreaterThan(1)
      for (const operation of described) expect(operation).toEqual(scopeOf(watch))
    },
  )

  test('of an operation that is over already ends with its first poll', async () => {
    const { polledAt, result } = await watchIn({ watch: swept(3600), describe: () => completed })

    expect(polledAt).toEqual([0])
    expect(result).toMatchObject({ outcome: 'COMPLETED', polls: 1 })
  })

  test('of an operation that is forgotten meanwhile is EXPIRED after one poll, and told', async () => {
    const { polledAt, result, delivered } = await watchIn({
      watch: swept(memoryEnd + 60),
      describe: () => {
        throw serviceError('ResourceNotFoundException')
      },
    })

    expect(polledAt).toEqual([0])
    expect(result).toMatchObject({ executionStatus: 'SUCCEEDED', outcome: 'EXPIRED' })
    expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
  })

  test('of an operation without a time ends as well', async () => {
    const { result } = await watchIn({ watch: swept(null), describe: completedAt(30) })

    expect(result).toMatchObject({ executionStatus: 'SUCCEEDED', outcome: 'COMPLETED' })
  })
})
