import { describe, expect, test } from '@jest/globals'
import type { Delivery } from '../../functions/domain/notification.ts'
import { recordAudit } from '../../functions/handlers/recordAudit.ts'
import {
  delivery,
  eventId,
  isoAfterStart,
  operationId,
  report,
  secondsAfterStart,
  serviceError,
} from '../support/builders.ts'
import { FakeAuditLog, fakeRuntime, lambdaContext } from '../support/fakes.ts'

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
