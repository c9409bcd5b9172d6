import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { channelNames, type Delivery } from '../../functions/domain/notification.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
import { recordAudit } from '../../functions/handlers/recordAudit.ts'
import { hostileReport, hostileText } from '../adapters/support/hostileReports.ts'
import {
  delivery,
  eventId,
  isoAfterStart,
  operationId,
  report,
  secondsAfterStart,
  serviceError,
} from '../support/builders.ts'
import { emfFindings } from '../support/emf.ts'
import { FakeAuditLog, FakeMetrics, fakeRuntime, lambdaContext } from '../support/fakes.ts'

type Input = {
  readonly fact: 'OUTCOME' | 'OVERDUE_DELIVERIES' | 'ALL_DELIVERIES'
  readonly document?: ReturnType<typeof report>
  readonly overdueDeliveries?: readonly Delivery[]
  readonly deliveries?: readonly Delivery[]
}

function record(auditLog: FakeAuditLog, input: Input) {
  const { runtime } = fakeRuntime(secondsAfterStart(80))
  const event = { document: report(), overdueDeliveries: [], deliveries: [], ...input }
  return recordAudit(() => runtime, { auditLog })(event, lambdaContext)
}

async function writtenFor(input: Input): Promise<string[]> {
  const auditLog = new FakeAuditLog()
  await record(auditLog, input)
  expect(auditLog.written).toHaveLength(1)
  return auditLog.written.flatMap(({ records }) => records.map(({ recordId }) => recordId))
}

const overdue = (change: Partial<Delivery>) => delivery({ notice: 'OVERDUE', ...change })
const told = overdue({ channel: 'sns', status: 'DELIVERED', settledAt: isoAfterStart(5) })
const waiting = overdue({ channel: 'slack', status: 'RETRY_LATER', retryAt: isoAfterStart(500) })

describe('recordAudit', () => {
  test('OUTCOME is one record under the key of the watch, at the moment when the end was seen', async () => {
    const auditLog = new FakeAuditLog()
    await expect(record(auditLog, { fact: 'OUTCOME' })).resolves.toEqual({
      recorded: true,
      overdueDeliveries: [],
      isEveryChannelReached: true,
    })
    expect(auditLog.written).toMatchObject([
      {
        watchKey: operationId,
        records: [{ recordId: `${operationId}/OPERATION_FINISHED`, time: isoAfterStart(40) }],
      },
    ])
  })

  test('a refused start is recorded under the id of its event', async () => {
    const document = report({ watchKey: eventId, flowOperationId: null, outcome: 'REFUSED' })
    await expect(writtenFor({ fact: 'OUTCOME', document })).resolves.toEqual([
      `${eventId}/OPERATION_FINISHED`,
    ])
  })

  test('OVERDUE_DELIVERIES records what is settled, and marks just that', async () => {
    const auditLog = new FakeAuditLog()
    const result = await record(auditLog, { fact: 'OVERDUE_DELIVERIES', overdueDeliveries: [told, waiting] })
    expect(result.overdueDeliveries).toEqual([{ ...told, recorded: true }, waiting])
    expect(auditLog.written.flatMap(({ records }) => records)).toMatchObject([
      { recordId: `${operationId}/NOTIFICATION_DELIVERED/OVERDUE/sns`, time: isoAfterStart(5) },
    ])
  })

  test('ALL_DELIVERIES records both notices; what still waits is superseded, what is recorded is not repeated', async () => {
    const input: Input = {
      fact: 'ALL_DELIVERIES',
      overdueDeliveries: [{ ...told, recorded: true }, waiting],
      deliveries: [
        delivery({ channel: 'sns', status: 'DELIVERED' }),
        delivery({ channel: 'slack', status: 'DEAD_LETTERED' }),
      ],
    }
    await expect(writtenFor(input)).resolves.toEqual([
      `${operationId}/NOTIFICATION_SUPERSEDED/OVERDUE/slack`,
      `${operationId}/NOTIFICATION_DELIVERED/OUTCOME/sns`,
      `${operationId}/NOTIFICATION_DEAD_LETTERED/OUTCOME/slack`,
    ])
  })

  test('the time of the record stands in for an unknown one', async () => {
    const auditLog = new FakeAuditLog()
    await record(auditLog, {
      fact: 'ALL_DELIVERIES',
      deliveries: [delivery({ status: 'DEAD_LETTERED', settledAt: null })],
    })
    expect(auditLog.written[0]?.records[0]?.time).toBe(isoAfterStart(80))
  })

  test.each<[string, Delivery[], Delivery[], boolean]>([
    ['all delivered', [told], [delivery({ status: 'DELIVERED' })], true],
    ['a dead outcome', [told], [delivery({ status: 'DEAD_LETTERED' })], false],
    [
      'a dead overdue notice',
      [overdue({ status: 'DEAD_LETTERED' })],
      [delivery({ status: 'DELIVERED' })],
      false,
    ],
    ['an overdue notice that was superseded', [waiting], [delivery({ status: 'DELIVERED' })], true],
    ['no channel', [], [], true],
  ])(
    'is every channel reached? %s: %#',
    async (_name, overdueDeliveries, deliveries, isEveryChannelReached) => {
      const result = record(new FakeAuditLog(), { fact: 'ALL_DELIVERIES', overdueDeliveries, deliveries })
      await expect(result).resolves.toMatchObject({ isEveryChannelReached })
    },
  )

  test.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['ServiceUnavailableException', 'TransientServiceError'],
    ['ResourceNotFoundException', 'PermanentServiceError'],
  ])('a log that fails with %s is left to the Retry of the state machine', async (name, thrown) => {
    const auditLog = new FakeAuditLog(serviceError(name))
    await expect(record(auditLog, { fact: 'OUTCOME' })).rejects.toMatchObject({ name: thrown })
  })

  test('a defect is thrown as it is', async () => {
    const defect = new TypeError('defect')
    await expect(record(new FakeAuditLog(defect), { fact: 'OUTCOME' })).rejects.toBe(defect)
  })
})

describe('what recording counts', () => {
  async function counted(input: Input, failure: Error | null = null): Promise<FakeMetrics> {
    const { runtime } = fakeRuntime(secondsAfterStart(80))
    const metrics = new FakeMetrics()
    const event = { document: report(), overdueDeliveries: [], deliveries: [], ...input }
    const services = { auditLog: new FakeAuditLog(failure), metrics }
    await Promise.allSettled([recordAudit(() => runtime, services)(event, lambdaContext)])
    return metrics
  }
  const count = (name: string, value: number, dimensions: Record<string, string>) => ({
    name,
    unit: 'Count',
    value,
    dimensions,
  })
  const notified = (channel: string, result: string) =>
    count('Notifications', 1, { Channel: channel, Result: result })
  const delivered = (change: Partial<Delivery> = {}) =>
    delivery({ status: 'DELIVERED', settledAt: isoAfterStart(43), ...change })
  const dead = delivery({ channel: 'slack', status: 'DEAD_LETTERED', settledAt: isoAfterStart(70) })
  const lost = delivery({ channel: 'eventbridge', status: 'DEAD_LETTERED', settledAt: null })

  test('OUTCOME counts nothing: whoever composed it has', async () => {
    const metrics = await counted({
      fact: 'OUTCOME',
      overdueDeliveries: [told, { ...lost, notice: 'OVERDUE' as const }],
      deliveries: [delivered(), dead, lost],
    })
    expect(metrics.recorded).toEqual([])
  })

  test('OVERDUE_DELIVERIES counts what not even the queue took: the rest is counted or goes on', async () => {
    const overdueDeliveries = [told, waiting, { ...lost, notice: 'OVERDUE' as const }]
    const metrics = await counted({ fact: 'OVERDUE_DELIVERIES', overdueDeliveries })
    expect(metrics.recorded).toEqual([notified('eventbridge', 'DEAD_LETTERED')])
  })

  test('ALL_DELIVERIES counts what will not be sent any more, too', async () => {
    const metrics = await counted({
      fact: 'ALL_DELIVERIES',
      overdueDeliveries: [told, waiting],
      deliveries: [delivered(), dead, lost],
    })
    expect(metrics.recorded).toEqual([
      notified('slack', 'SUPERSEDED'),
      notified('eventbridge', 'DEAD_LETTERED'),
    ])
  })

  test('a message that is recorded already is not counted again', async () => {
    const recorded = { ...lost, notice: 'OVERDUE' as const, recorded: true }
    for (const fact of ['OVERDUE_DELIVERIES', 'ALL_DELIVERIES'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- each is a world of its own
      expect((await counted({ fact, overdueDeliveries: [recorded] })).recorded).toEqual([])
    }
  })

  test.each(['OUTCOME', 'OVERDUE_DELIVERIES', 'ALL_DELIVERIES'] as const)(
    '%s that could not be written counts nothing: it is tried again',
    async fact => {
      const input = { fact, overdueDeliveries: [waiting], deliveries: [lost] }
      for (const failure of [serviceError('ThrottlingException'), new TypeError('defect')]) {
        // oxlint-disable-next-line no-await-in-loop -- each is a world of its own
        expect((await counted(input, failure)).recorded).toEqual([])
      }
    },
  )

  test('whatever stands in a document and its deliveries, each line is a valid metric without foreign text', async () => {
    const words = [...outcomes, ...channelNames, 'DELIVERED', 'DEAD_LETTERED', 'SUPERSEDED', 'flowbell-dev']
    await fc.assert(
      fc.asyncProperty(
        hostileReport,
        hostileText,
        fc.constantFrom(...outcomes),
        async (facts, text, outcome) => {
          const { runtime, logged } = fakeRuntime(secondsAfterStart(80), {
            FLOWBELL_STACK_NAME: 'flowbell-dev',
          })
          const handler = recordAudit(() => runtime, { auditLog: new FakeAuditLog() })
          const event = {
            document: { ...facts, outcome },
            overdueDeliveries: [
              { ...told, receipt: text },
              { ...waiting, reason: text },
            ],
            deliveries: [delivered({ receipt: text }), { ...dead, reason: text }, { ...lost, reason: text }],
          }
          await handler({ ...event, fact: 'OUTCOME' }, lambdaContext)
          await handler({ ...event, fact: 'ALL_DELIVERIES' }, lambdaContext)
          expect(logged).toHaveLength(2)
          for (const line of logged) {
            expect(emfFindings(line)).toEqual([])
            const values = Object.values(line).filter(value => typeof value === 'string')
            for (const value of values) expect(words).toContain(value)
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('a document of the first version, without the members that came later, is recorded', async () => {
  const { recoveredLate, slotHolder, ...old } = report()
  expect([recoveredLate, slotHolder]).toEqual([false, null])
  const auditLog = new FakeAuditLog()
  await record(auditLog, { fact: 'OUTCOME', document: old as ReturnType<typeof report> })
  expect(auditLog.written[0]?.records[0]?.['document']).toEqual(report())
})

test('a document that does not fit its schema is recorded as it is told', async () => {
  const auditLog = new FakeAuditLog()
  const document = { ...report(), polls: '8', startedBy: 'dana' } as unknown as ReturnType<typeof report>
  await record(auditLog, { fact: 'OUTCOME', document })
  expect(auditLog.written).toMatchObject([{ watchKey: operationId, records: [{ outcome: 'COMPLETED' }] }])
  expect(auditLog.written[0]?.records[0]?.['document']).toEqual(report({ polls: 0, startedBy: null }))
})

test('the record of an operation that only the sweep found says so', async () => {
  const auditLog = new FakeAuditLog()
  await record(auditLog, { fact: 'OUTCOME', document: report({ recoveredLate: true }) })
  expect(auditLog.written[0]?.records[0]?.['document']).toMatchObject({ recoveredLate: true })
})
