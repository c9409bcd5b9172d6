import { describe, expect, test } from '@jest/globals'
import { handler as shipped, sweepOperations } from '../../functions/handlers/sweepOperations.ts'
import { firewallArn, secondsAfterStart, serviceError } from '../support/builders.ts'
import {
  FakeClock,
  FakeFirewalls,
  FakeMetrics,
  FakeWatchStarter,
  fakeRuntime,
  lambdaContext,
} from '../support/fakes.ts'
import {
  endpoint,
  idOf,
  listed,
  ScopedFlowOperations,
  sweptAtSeconds,
  wholeFirewall,
  zone,
} from '../support/sweepWorld.ts'

type Fakes = {
  readonly firewalls?: FakeFirewalls
  readonly flowOperations?: ScopedFlowOperations
  readonly watchStarter?: FakeWatchStarter
}

function setUp({
  firewalls = new FakeFirewalls({ [firewallArn]: [zone, endpoint, wholeFirewall] }),
  flowOperations = new ScopedFlowOperations([[zone, [listed(1), listed(2)]]]),
  watchStarter = new FakeWatchStarter(),
}: Fakes = {}) {
  const now = secondsAfterStart(sweptAtSeconds)
  const metrics = new FakeMetrics()
  const { runtime, logged } = fakeRuntime(now)
  const services = {
    clock: new FakeClock(now),
    firewalls,
    flowOperations,
    watchStarter,
    metrics,
    pause: async () => undefined,
  }
  const handler = sweepOperations(() => runtime, services)
  return { sweep: (event: unknown = {}) => handler(event, lambdaContext), metrics, watchStarter, logged }
}

const names = (metrics: FakeMetrics) => metrics.recorded.map(({ name }) => name).toSorted()
const throttled = serviceError('ThrottlingException')
const startsNothingNew = () => new FakeWatchStarter('ALREADY_WATCHED')

/** What the three words mean for one failure. */
const failures = [
  ['ThrottlingException', 'ThrottlingException'],
  ['InternalServerError', 'TransientServiceError'],
  ['AccessDeniedException', 'PermanentServiceError'],
] as const
const retryWords = ['ThrottlingException', 'TransientServiceError', 'PermanentServiceError']

describe('sweepOperations', () => {
  test('tells what it did', async () => {
    const { sweep, watchStarter } = setUp({
      watchStarter: new FakeWatchStarter('ALREADY_WATCHED', 'STARTED'),
    })
    await expect(sweep()).resolves.toEqual({ firewallCount: 1, operationCount: 2, recovered: [idOf(2)] })
    expect(watchStarter.started.map(({ watchKey }) => watchKey)).toEqual([idOf(1), idOf(2)])
  })

  test.each([
    [{}],
    [null],
    [undefined],
    ['tick'],
    [7],
    [[]],
    [{ time: '2026-11-02T09:15:04Z', source: 'aws.scheduler', firewallArn: 'x' }],
  ])('does the same whatever the schedule sends: %j', async event => {
    const { sweep, metrics } = setUp()
    await expect(sweep(event)).resolves.toMatchObject({ recovered: [idOf(1), idOf(2)] })
    expect(metrics.valuesOf('SweepsCompleted')).toEqual([1])
  })

  test('the shipped handler is made of the same definition', () => {
    expect(typeof shipped).toBe('function')
  })
})

describe('a whole sweep', () => {
  test('is counted, with the operations that only it found', async () => {
    const { sweep, metrics } = setUp()
    await sweep()
    expect(metrics.recorded).toEqual(
      expect.arrayContaining([
        { name: 'SweepsCompleted', unit: 'Count', value: 1, dimensions: {} },
        { name: 'OperationsRecoveredLate', unit: 'Count', value: 2, dimensions: {} },
      ]),
    )
    expect(metrics.recorded).toHaveLength(2)
  })

  test('that found nothing new is counted alone: an alarm watches for lost events', async () => {
    const { sweep, metrics } = setUp({ watchStarter: startsNothingNew() })
    await expect(sweep()).resolves.toMatchObject({ recovered: [] })
    expect(names(metrics)).toEqual(['SweepsCompleted'])
  })

  test('of an account without firewalls is one', async () => {
    const { sweep, metrics } = setUp({ firewalls: new FakeFirewalls({}) })
    await expect(sweep()).resolves.toMatchObject({ firewallCount: 0, operationCount: 0, recovered: [] })
    expect(names(metrics)).toEqual(['SweepsCompleted'])
  })

  test('is one even where a scope was refused, as long as another one of the firewall answered', async () => {
    const flowOperations = new ScopedFlowOperations([
      [zone, [listed(1)]],
      [endpoint, serviceError('InvalidRequestException')],
      [wholeFirewall, serviceError('ResourceNotFoundException')],
    ])
    const { sweep, metrics } = setUp({ flowOperations })
    await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)] })
    expect(metrics.valuesOf('SweepsCompleted')).toEqual([1])
  })
})

describe('a sweep that missed something does the rest, then fails by a name that the retry knows', () => {
  const worlds: Readonly<Record<string, (name: string) => Fakes>> = {
    'the firewalls': name => ({ firewalls: new FakeFirewalls(serviceError(name)) }),
    'a firewall': name => ({
      firewalls: new FakeFirewalls({ bad: serviceError(name), [firewallArn]: [zone] }),
    }),
    'a list': name => ({
      flowOperations: new ScopedFlowOperations([
        [zone, [listed(1)]],
        [endpoint, serviceError(name)],
      ]),
    }),
    'a start': name => ({ watchStarter: new FakeWatchStarter(serviceError(name), 'STARTED') }),
  }
  const cases = Object.entries(worlds).flatMap(([what, world]) =>
    failures.map(([name, thrown]) => [what, name, thrown, world(name)] as const),
  )

  test.each(cases)('%s: %s', async (what, _name, thrown, world) => {
    const { sweep, metrics, watchStarter } = setUp(world)
    await expect(sweep()).rejects.toMatchObject({ name: thrown })
    expect(metrics.valuesOf('SweepsCompleted')).toEqual([])
    const recoveredCount = what === 'the firewalls' ? 0 : what === 'a firewall' ? 2 : 1
    expect(metrics.valuesOf('OperationsRecoveredLate')).toEqual(recoveredCount > 0 ? [recoveredCount] : [])
    const startCount = what === 'a start' ? 2 : recoveredCount
    expect(watchStarter.started).toHaveLength(startCount)
  })

  test('several failures of different kinds end it by one of these names', async () => {
    const { sweep, metrics } = setUp({
      flowOperations: new ScopedFlowOperations([
        [zone, serviceError('AccessDeniedException')],
        [endpoint, throttled],
        [wholeFirewall, serviceError('InternalServerError')],
      ]),
    })
    const failure = await sweep().then(
      () => null,
      (error: Error) => error,
    )
    expect(retryWords).toContain(failure?.name)
    expect(names(metrics)).toEqual(['Throttles'])
  })

  test('a firewall whose every scope is refused', async () => {
    const flowOperations = new ScopedFlowOperations(
      [zone, endpoint, wholeFirewall].map(scope => [scope, serviceError('InvalidRequestException')]),
    )
    const { sweep, metrics } = setUp({ flowOperations })
    await expect(sweep()).rejects.toMatchObject({ name: 'PermanentServiceError' })
    expect(names(metrics)).toEqual([])
  })

  test('what was missed is in the log', async () => {
    const { sweep, logged } = setUp({
      flowOperations: new ScopedFlowOperations([
        [zone, serviceError('AccessDeniedException')],
        [endpoint, throttled],
      ]),
    })
    await expect(sweep()).rejects.toThrow()
    const log = JSON.stringify(logged)
    expect(log).toMatch(/sweepOperations/u)
  })
})

describe('a throttled call of the service is counted', () => {
  test.each<[string, Fakes, number]>([
    ['of ListFirewalls', { firewalls: new FakeFirewalls(throttled) }, 1],
    [
      'of DescribeFirewall',
      { firewalls: new FakeFirewalls({ one: throttled, two: throttled, [firewallArn]: [zone] }) },
      2,
    ],
    [
      'of ListFlowOperations',
      {
        flowOperations: new ScopedFlowOperations([
          [zone, throttled],
          [endpoint, []],
        ]),
      },
      1,
    ],
  ])('%s', async (_call, world, count) => {
    const { sweep, metrics } = setUp(world)
    await expect(sweep()).rejects.toMatchObject({ name: 'ThrottlingException' })
    const sum = metrics.valuesOf('Throttles').reduce((total, value) => total + value, 0)
    expect(sum).toBe(count)
  })

  test('of Step Functions is not: the metric is about Network Firewall', async () => {
    const flowOperations = new ScopedFlowOperations([
      [zone, [listed(1)]],
      [endpoint, serviceError('ThrottlingException')],
    ])
    const { sweep, metrics } = setUp({ flowOperations, watchStarter: new FakeWatchStarter(throttled) })
    await expect(sweep()).rejects.toMatchObject({ name: 'ThrottlingException' })
    expect(metrics.valuesOf('Throttles')).toEqual([1])
  })

  test('other failures are not', async () => {
    const firewalls = new FakeFirewalls(serviceError('InternalServerError'))
    const { sweep, metrics } = setUp({ firewalls })
    await expect(sweep()).rejects.toThrow()
    expect(metrics.recorded).toEqual([])
  })
})

test('firewalls that cannot be listed fail the sweep, and count nothing as found', async () => {
  const { sweep, metrics } = setUp({ firewalls: new FakeFirewalls(throttled) })
  await expect(sweep()).rejects.toMatchObject({ name: 'ThrottlingException' })
  expect(names(metrics)).toEqual(['Throttles'])
})

test('a defect is thrown as it is, and no sweep is counted', async () => {
  const defect = new TypeError('defect')
  const { sweep, metrics } = setUp({ watchStarter: new FakeWatchStarter(defect) })
  await expect(sweep()).rejects.toBe(defect)
  expect(metrics.valuesOf('SweepsCompleted')).toEqual([])
})
