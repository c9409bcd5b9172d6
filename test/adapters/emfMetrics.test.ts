import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { emfMetrics } from '../../functions/adapters/emfMetrics.ts'
import type { Metric } from '../../functions/domain/metrics.ts'
import { emfFindings } from '../support/emf.ts'
import { FakeClock } from '../support/fakes.ts'

const now = Date.UTC(2026, 10, 2, 9, 15, 4)

function linesOf(...metrics: Metric[]): Readonly<Record<string, unknown>>[] {
  const lines: Readonly<Record<string, unknown>>[] = []
  emfMetrics(entry => void lines.push(entry), new FakeClock(now), 'flowbell-dev').record(metrics)
  return lines
}

const count = (change: Partial<Metric> = {}): Metric => ({
  name: 'OperationsFinished',
  unit: 'Count',
  value: 1,
  dimensions: {},
  ...change,
})

describe('a metric in the log', () => {
  test('counts for the stack', () => {
    expect(linesOf(count())).toEqual([
      {
        _aws: {
          Timestamp: now,
          CloudWatchMetrics: [
            {
              Namespace: 'Flowbell',
              Dimensions: [['Stack']],
              Metrics: [{ Name: 'OperationsFinished', Unit: 'Count' }],
            },
          ],
        },
        Stack: 'flowbell-dev',
        OperationsFinished: 1,
      },
    ])
  })

  test('counts for the stack and, on top of it, finer', () => {
    const [line] = linesOf(
      count({ name: 'Notifications', value: 3, dimensions: { Channel: 'sns', Result: 'DELIVERED' } }),
    )
    expect(line).toEqual({
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: 'Flowbell',
            Dimensions: [['Stack'], ['Stack', 'Channel', 'Result']],
            Metrics: [{ Name: 'Notifications', Unit: 'Count' }],
          },
        ],
      },
      Stack: 'flowbell-dev',
      Channel: 'sns',
      Result: 'DELIVERED',
      Notifications: 3,
    })
  })

  test('in seconds is one in Seconds', () => {
    const [line] = linesOf(count({ name: 'DetectionDelay', unit: 'Seconds', value: 7.25 }))
    expect(line).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'DetectionDelay', Unit: 'Seconds' }] }] },
      DetectionDelay: 7.25,
    })
  })

  test('is a line of its own; none makes none', () => {
    expect(linesOf(count(), count({ name: 'Polls', value: 8 }))).toHaveLength(2)
    expect(linesOf()).toEqual([])
  })

  test('is always a valid event of the embedded metric format', () => {
    const word = fc.stringMatching(/^[A-Za-z]{1,20}$/u)
    const metric = fc.record({
      name: word.map(name => `Metric${name}`),
      unit: fc.constantFrom('Count' as const, 'Seconds' as const),
      value: fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
      dimensions: fc.dictionary(word, word, { maxKeys: 3 }),
    })
    fc.assert(
      fc.property(metric, one => {
        for (const line of linesOf(one)) expect(emfFindings(line)).toEqual([])
      }),
    )
  })
})

describe('the check of the format finds', () => {
  const [valid] = linesOf(count({ dimensions: { Outcome: 'FAILED' } }))
  type Directive = Record<'Namespace' | 'Dimensions' | 'Metrics', unknown>
  const withDirective = (change: Partial<Directive>) => {
    const directive = {
      Namespace: 'Flowbell',
      Dimensions: [['Stack']],
      Metrics: [{ Name: 'OperationsFinished' }],
    }
    return { ...valid, _aws: { Timestamp: now, CloudWatchMetrics: [{ ...directive, ...change }] } }
  }

  test('nothing in a valid event', () => {
    expect(emfFindings(valid)).toEqual([])
    expect(emfFindings(withDirective({}))).toEqual([])
  })

  test.each<[string, unknown]>([
    ['text', 'text'],
    ['no metadata', { ...valid, _aws: undefined }],
    ['no directives', { ...valid, _aws: { Timestamp: now } }],
    ['a time in seconds', { ...valid, _aws: { ...(valid?.['_aws'] as object), Timestamp: now / 1000 } }],
    ['a time as text', { ...valid, _aws: { ...(valid?.['_aws'] as object), Timestamp: String(now) } }],
    ['no namespace', withDirective({ Namespace: undefined })],
    ['dimensions that are not in sets', withDirective({ Dimensions: ['Stack'] })],
    ['a dimension that the event does not hold', withDirective({ Dimensions: [['Stack', 'Channel']] })],
    ['a dimension that is a number', { ...valid, Stack: 7 }],
    ['a dimension that is empty', { ...valid, Stack: '' }],
    ['a dimension that CloudWatch does not take', { ...valid, Stack: 'flüsse\n' }],
    ['31 dimensions', { ...withDirective({ Dimensions: [many(31)] }), ...textsOf(many(31)) }],
    ['a metric that the event does not hold', withDirective({ Metrics: [{ Name: 'Polls' }] })],
    ['a metric that is text', { ...valid, OperationsFinished: '1' }],
    ['a metric that is no number', { ...valid, OperationsFinished: Number.NaN }],
    ['a unit of its own', withDirective({ Metrics: [{ Name: 'OperationsFinished', Unit: 'Operations' }] })],
    ['a member of its own', { ...valid, _aws: { ...(valid?.['_aws'] as object), Stack: 'x' } }],
    ['an event that is too large', { ...valid, note: 'x'.repeat(300_000) }],
  ])('%s', (_fault, event) => {
    expect(emfFindings(event)).not.toEqual([])
  })

  test('no fault in 30 dimensions', () => {
    expect(emfFindings({ ...withDirective({ Dimensions: [many(30)] }), ...textsOf(many(30)) })).toEqual([])
  })

  function many(length: number): string[] {
    return Array.from({ length }, (_, index) => `Dimension${index}`)
  }
  function textsOf(names: readonly string[]): Record<string, string> {
    return Object.fromEntries(names.map(name => [name, 'x']))
  }
})
