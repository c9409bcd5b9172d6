import { describe, expect, test } from '@jest/globals'
import type { Metric } from '../../functions/domain/metrics.ts'
import {
  completed,
  completedAt,
  deliveryError,
  operation,
  refusedStart,
  serviceError,
  throttled,
} from './facts.ts'
import { watchIn } from './watchBed.ts'

const valuesOf = (metrics: readonly Metric[], name: string) =>
  metrics.filter(metric => metric.name === name).map(({ value }) => value)
const countsOf = (metrics: readonly Metric[], name: string) =>
  metrics
    .filter(metric => metric.name === name)
    .map(({ dimensions }) => Object.values(dimensions).join(' '))
    .toSorted()

describe('over a whole watch', () => {
  test('the operation, its detection and each message are counted once', async () => {
    const { metrics, result } = await watchIn({ describe: completedAt(60) })

    expect(countsOf(metrics, 'OperationsFinished')).toEqual(['COMPLETED'])
    expect(valuesOf(metrics, 'Polls')).toEqual([result.polls])
    expect(valuesOf(metrics, 'DetectionDelay')).toHaveLength(1)
    expect(countsOf(metrics, 'Notifications')).toEqual([
      'eventbridge DELIVERED',
      'slack DELIVERED',
      'sns DELIVERED',
    ])
    expect(countsOf(metrics, 'EventToMessageTime')).toEqual(['eventbridge', 'slack', 'sns'])
    expect(metrics).toHaveLength(9)
  })

  test('the delay is that of the first answer, not of the last', async () => {
    const { metrics } = await watchIn({ describe: completedAt(60) })

    const [delay] = valuesOf(metrics, 'DetectionDelay')
    expect(delay).toBeGreaterThanOrEqual(0.5)
    expect(delay).toBeLessThan(60)
  })

  test('an overdue notice is counted once, though the watch goes on for hours', async () => {
    const { metrics } = await watchIn({ overdueMinutes: 5, describe: completedAt(3 * 3600) })

    expect(countsOf(metrics, 'Notifications')).toEqual([
      'eventbridge DELIVERED',
      'eventbridge DELIVERED',
      'slack DELIVERED',
      'slack DELIVERED',
      'sns DELIVERED',
      'sns DELIVERED',
    ])
    expect(valuesOf(metrics, 'EventToMessageTime')).toHaveLength(3)
    expect(valuesOf(metrics, 'OperationsFinished')).toEqual([1])
  })

  test('answers without a status make no second detection', async () => {
    const empty = operation(null)
    const { metrics } = await watchIn({
      describe: ({ call }) => (call === 1 ? operation('IN_PROGRESS') : call < 4 ? empty : completed),
    })

    expect(valuesOf(metrics, 'DetectionDelay')).toHaveLength(1)
  })

  test('each throttled poll is counted, a retried one too', async () => {
    const { metrics } = await watchIn({
      describe: ({ call }) => {
        if (call <= 4) throw throttled()
        return completed
      },
    })

    expect(valuesOf(metrics, 'Throttles')).toEqual([1, 1, 1, 1])
    expect(valuesOf(metrics, 'DetectionDelay')).toHaveLength(1)
  })

  test('a refused start is an operation that ended REFUSED, and was never detected', async () => {
    const { metrics } = await watchIn({ watch: refusedStart })

    expect(countsOf(metrics, 'OperationsFinished')).toEqual(['REFUSED'])
    expect(valuesOf(metrics, 'DetectionDelay')).toEqual([])
    expect(valuesOf(metrics, 'EventToMessageTime')).toHaveLength(3)
  })

  test('a dead letter is counted as one', async () => {
    const { metrics } = await watchIn({
      describe: () => completed,
      deliver: {
        slack: () => {
          throw deliveryError('REJECTED')
        },
      },
    })

    expect(countsOf(metrics, 'Notifications')).toEqual([
      'eventbridge DELIVERED',
      'slack DEAD_LETTERED',
      'sns DELIVERED',
    ])
    expect(countsOf(metrics, 'EventToMessageTime')).toEqual(['eventbridge', 'sns'])
  })

  test('an audit log that is never written keeps nothing from being counted, and nothing is counted twice', async () => {
    const { metrics, result } = await watchIn({
      describe: () => completed,
      writeAudit: () => {
        throw serviceError('ServiceUnavailableException')
      },
    })

    expect(result.error).toBe('AuditNotWritten')
    expect(countsOf(metrics, 'OperationsFinished')).toEqual(['COMPLETED'])
    expect(countsOf(metrics, 'Notifications')).toEqual([
      'eventbridge DELIVERED',
      'slack DELIVERED',
      'sns DELIVERED',
    ])
    expect(countsOf(metrics, 'EventToMessageTime')).toEqual(['eventbridge', 'slack', 'sns'])
  })

  test('a message that not even the dead-letter queue took is counted, once', async () => {
    const { metrics } = await watchIn({
      describe: () => completed,
      channels: ['slack'],
      deliver: {
        slack: () => {
          throw deliveryError('REJECTED')
        },
      },
      park: () => {
        throw serviceError('QueueDoesNotExist', { httpStatusCode: 400 })
      },
    })

    expect(countsOf(metrics, 'Notifications')).toEqual(['slack DEAD_LETTERED'])
  })

  test('an overdue notice that the outcome overtakes is counted as superseded', async () => {
    const { metrics } = await watchIn({
      describe: completedAt(600),
      overdueMinutes: 5,
      channels: ['slack'],
      deliver: {
        slack: notice => {
          if (notice === 'OVERDUE') throw deliveryError('TRANSIENT')
        },
      },
    })

    expect(countsOf(metrics, 'Notifications')).toEqual(['slack DELIVERED', 'slack SUPERSEDED'])
  })

  test('an audit log that fails twice counts nothing twice', async () => {
    const { metrics } = await watchIn({
      describe: () => completed,
      writeAudit: (_records, { call }) => {
        if (call <= 2 || call === 4) throw serviceError('ServiceUnavailableException')
      },
    })

    expect(valuesOf(metrics, 'OperationsFinished')).toEqual([1])
    expect(valuesOf(metrics, 'Notifications')).toEqual([1, 1, 1])
  })
})
