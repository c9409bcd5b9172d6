import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  deliveryMetrics,
  detectionDelay,
  documentInvalidMetric,
  eventRejectedMetric,
  type Metric,
  outcomeMetrics,
  recoveredLateMetric,
  routesLeadNowhereMetric,
  routingUnreadableMetric,
  sweepCompletedMetric,
  throttledMetric,
} from '../../functions/domain/metrics.ts'
import { channelNames, type Delivery } from '../../functions/domain/notification.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
import { hostileReport, hostileText } from '../adapters/support/hostileReports.ts'
import {
  card,
  delivery,
  flowOperation,
  isoAfterStart,
  progress,
  report,
  startedBy,
  watchRequest,
} from '../support/builders.ts'

const count = (name: string, value = 1, dimensions: Metric['dimensions'] = {}): Metric => ({
  name,
  unit: 'Count',
  value,
  dimensions,
})
const seconds = (name: string, value: number, dimensions: Metric['dimensions'] = {}): Metric => ({
  name,
  unit: 'Seconds',
  value,
  dimensions,
})

test.each([
  [eventRejectedMetric, count('EventsRejected')],
  [documentInvalidMetric, count('DocumentsInvalid')],
  [throttledMetric, count('Throttles')],
  [routesLeadNowhereMetric, count('RoutesLeadNowhere')],
  [routingUnreadableMetric, count('RoutingUnreadable')],
  [sweepCompletedMetric, count('SweepsCompleted')],
  [recoveredLateMetric(3), count('OperationsRecoveredLate', 3)],
])('$name counts for the stack alone', (metric, expected) => {
  expect(metric).toEqual(expected)
})

describe('the delay of detection', () => {
  const firstAnswer = progress({
    firstPolledAt: isoAfterStart(2),
    lastPolledAt: isoAfterStart(12.5),
    polls: 1,
    answers: 1,
    operation: flowOperation({ requestTimestamp: isoAfterStart(3) }),
  })

  test('counts from the start call to the first answer', () => {
    expect(detectionDelay(watchRequest(), firstAnswer)).toEqual([seconds('DetectionDelay', 12.5)])
  })

  test("counts from the engine's time where the start call is not known", () => {
    const swept = watchRequest({ startedAt: null, recoveredLate: true })
    expect(detectionDelay(swept, firstAnswer)).toEqual([seconds('DetectionDelay', 9.5)])
  })

  test('is not told where neither is known', () => {
    const swept = watchRequest({ startedAt: null })
    const operation = flowOperation({ requestTimestamp: null })
    expect(detectionDelay(swept, { ...firstAnswer, operation })).toEqual([])
    expect(detectionDelay(swept, { ...firstAnswer, operation: null })).toEqual([])
  })

  test('is nothing where two clocks differ', () => {
    const ahead = watchRequest({ startedAt: isoAfterStart(60) })
    expect(detectionDelay(ahead, firstAnswer)).toEqual([seconds('DetectionDelay', 0)])
  })
})

describe('an operation that is over', () => {
  test.each(outcomes)(
    'is counted by its outcome, with its polls, and apart where nobody knows how it ended: %s',
    outcome => {
      expect(outcomeMetrics(report({ outcome, polls: 8 }))).toEqual([
        count('OperationsFinished', 1, { Outcome: outcome }),
        count('Polls', 8),
        ...(outcome === 'UNKNOWN' ? [count('OutcomesUnknown')] : []),
      ])
    },
  )

  test.each(['OVERDUE', 'STARTED'] as const)('is not one that is %s', notice => {
    expect(outcomeMetrics(report({ notice, outcome: null }))).toEqual([])
  })
})

describe('a message', () => {
  const document = report({ finishedAt: isoAfterStart(40) })
  const settled = (change: Partial<Delivery>) => delivery({ settledAt: isoAfterStart(43.5), ...change })
  const told = (channel: string, result: string) =>
    count('Notifications', 1, { Channel: channel, Result: result })

  test.each(channelNames)('of an outcome that arrived is counted and timed: %s', channel => {
    const delivered = settled({ channel, status: 'DELIVERED' })
    expect(deliveryMetrics(document, [delivered])).toEqual([
      told(channel, 'DELIVERED'),
      seconds('EventToMessageTime', 3.5, { Channel: channel }),
    ])
  })

  test('that became a dead letter is counted as one, and has no time', () => {
    const dead = settled({ channel: 'slack', status: 'DEAD_LETTERED' })
    expect(deliveryMetrics(document, [dead])).toEqual([told('slack', 'DEAD_LETTERED')])
  })

  test.each(['DUE', 'RETRY_LATER', 'UNDELIVERABLE'] as const)(
    'that will not be sent any more is superseded: %s',
    status => {
      const waiting = delivery({ channel: 'slack', notice: 'OVERDUE', status })
      expect(deliveryMetrics(document, [waiting])).toEqual([told('slack', 'SUPERSEDED')])
    },
  )

  test('that says it is overdue is counted, but not timed: its event is none', () => {
    const overdue = settled({ notice: 'OVERDUE', status: 'DELIVERED' })
    expect(deliveryMetrics(document, [overdue])).toEqual([told('sns', 'DELIVERED')])
  })

  test.each([
    ['the end', { finishedAt: null }, {}],
    ['the delivery', {}, { settledAt: null }],
  ])('is not timed where the moment of %s is not known', (_what, facts, change) => {
    const delivered = settled({ status: 'DELIVERED', ...change })
    expect(deliveryMetrics({ ...document, ...facts }, [delivered])).toEqual([told('sns', 'DELIVERED')])
  })

  test('each is counted by itself', () => {
    const deliveries = [settled({ status: 'DELIVERED' }), settled({ channel: 'slack', status: 'DELIVERED' })]
    expect(deliveryMetrics(document, deliveries)).toHaveLength(4)
    expect(deliveryMetrics(document, [])).toEqual([])
  })
})

describe('no foreign text stands in a dimension: each would be a metric of its own', () => {
  const words: Readonly<Record<string, readonly string[]>> = {
    Outcome: outcomes,
    Channel: channelNames,
    Result: ['DELIVERED', 'DEAD_LETTERED', 'SUPERSEDED'],
  }
  const expectOwnWords = (metrics: readonly Metric[]) => {
    for (const { name, value, dimensions } of metrics) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/u)
      expect(Number.isFinite(value) && value >= 0).toBe(true)
      for (const [key, word] of Object.entries(dimensions)) expect(words[key]).toContain(word)
    }
  }
  const hostileDelivery = fc
    .record({
      channel: fc.constantFrom(...channelNames),
      notice: fc.constantFrom('OUTCOME' as const, 'OVERDUE' as const),
      status: fc.constantFrom('DUE', 'RETRY_LATER', 'UNDELIVERABLE', 'DELIVERED', 'DEAD_LETTERED'),
      receipt: fc.option(hostileText),
      reason: fc.option(hostileText),
      target: fc.option(hostileText),
      card: fc.option(hostileText.map(text => card({ channelId: text, ts: text }))),
      settledAt: fc.option(fc.constant(isoAfterStart(50))),
    })
    .map((foreign): Delivery => ({ ...delivery(), ...foreign }))

  test('whatever the document and its deliveries hold', () => {
    fc.assert(
      fc.property(
        hostileReport,
        fc.constantFrom(...outcomes),
        fc.array(hostileDelivery, { maxLength: 6 }),
        (facts, outcome, deliveries) => {
          const document = { ...facts, outcome }
          expectOwnWords(outcomeMetrics(document))
          expectOwnWords(deliveryMetrics(document, deliveries))
        },
      ),
    )
  })

  test('whatever the watch and the service hold', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const watch = watchRequest({
          firewallArn: text,
          availabilityZone: text,
          startedBy: startedBy({ name: text, arn: text, type: text }),
        })
        const operation = flowOperation({ type: text, status: text, statusMessage: text })
        expectOwnWords(detectionDelay(watch, progress({ operation })))
      }),
    )
  })
})
