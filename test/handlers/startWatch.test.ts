import { describe, expect, test } from '@jest/globals'
import { rejectedEventsLog } from '../../functions/adapters/rejectedEventsLog.ts'
import { startWatch } from '../../functions/handlers/startWatch.ts'
import {
  eventId,
  isoAfterStart,
  operationId,
  refusedEvent,
  refusedWatch,
  secondsAfterStart,
  serviceError,
  startEvent,
  watchRequest,
} from '../support/builders.ts'
import {
  FakeAuditLog,
  FakeClock,
  FakeFlowOperations,
  FakeMetrics,
  FakeRejectedEvents,
  FakeWatchStarter,
  fakeRuntime,
  lambdaContext,
} from '../support/fakes.ts'

type Fakes = {
  readonly flowOperations?: FakeFlowOperations
  readonly watchStarter?: FakeWatchStarter
  readonly rejectedEvents?: FakeRejectedEvents
}

function setUp({
  flowOperations = new FakeFlowOperations({ list: [[]] }),
  watchStarter = new FakeWatchStarter(),
  rejectedEvents = new FakeRejectedEvents(),
}: Fakes = {}) {
  const { runtime, logged } = fakeRuntime(secondsAfterStart(10))
  const handler = startWatch(() => runtime, { flowOperations, watchStarter, rejectedEvents })
  return { start: (event: unknown) => handler(event, lambdaContext), watchStarter, rejectedEvents, logged }
}

describe('startWatch', () => {
  test('an accepted start begins one watch', async () => {
    const { start, watchStarter, rejectedEvents } = setUp()
    await expect(start(startEvent())).resolves.toEqual({ result: 'STARTED', watchKey: operationId })
    expect(watchStarter.started).toEqual([watchRequest()])
    expect(rejectedEvents.reported).toEqual([])
  })

  test('a refused start begins one too, named by the event', async () => {
    const { start, watchStarter } = setUp()
    await expect(start(refusedEvent())).resolves.toEqual({ result: 'STARTED', watchKey: eventId })
    expect(watchStarter.started).toEqual([refusedWatch()])
  })

  test('the second copy of an event is a success', async () => {
    const { start } = setUp({ watchStarter: new FakeWatchStarter('STARTED', 'ALREADY_WATCHED') })
    await start(startEvent())
    const copy = startEvent({ envelope: { id: 'another' } })
    await expect(start(copy)).resolves.toEqual({ result: 'ALREADY_WATCHED', watchKey: operationId })
  })

  test('two copies with different envelopes make the same watch', async () => {
    const { start, watchStarter } = setUp()
    await start(startEvent())
    await start(startEvent({ envelope: { id: 'another', time: '2026-11-02T09:59:59Z' } }))
    expect(watchStarter.started[1]).toEqual(watchStarter.started[0])
  })

  test('a missing response is looked up', async () => {
    const list = [
      {
        flowOperationId: operationId,
        type: 'FLOW_FLUSH',
        status: 'IN_PROGRESS',
        requestTimestamp: isoAfterStart(1),
      },
    ]
    const { start, watchStarter } = setUp({ flowOperations: new FakeFlowOperations({ list: [list] }) })
    await expect(start(startEvent({ response: null }))).resolves.toMatchObject({ watchKey: operationId })
    expect(watchStarter.started).toEqual([watchRequest()])
  })
})

describe('a refused start', () => {
  const running = {
    flowOperationId: operationId,
    type: 'FLOW_CAPTURE',
    status: 'IN_PROGRESS',
    requestTimestamp: isoAfterStart(-40),
  }

  test('is reported with the operation that holds the slot', async () => {
    const flowOperations = new FakeFlowOperations({ list: [[running]] })
    const { start, watchStarter } = setUp({ flowOperations })
    await expect(start(refusedEvent())).resolves.toEqual({ result: 'STARTED', watchKey: eventId })
    const slotHolder = {
      flowOperationId: operationId,
      flowOperationType: 'FLOW_CAPTURE' as const,
      requestTimestamp: isoAfterStart(-40),
    }
    expect(watchStarter.started).toEqual([refusedWatch({ slotHolder })])
    expect(flowOperations.listed).toMatchObject([
      { type: null, scope: { firewallArn: refusedWatch().firewallArn, availabilityZone: 'eu-west-1a' } },
    ])
  })

  test.each(['ThrottlingException', 'AccessDeniedException', 'InternalServerError'])(
    'is reported unchanged when the service answers the look-up with %s, which is logged',
    async name => {
      const flowOperations = new FakeFlowOperations({ list: [serviceError(name)] })
      const { start, watchStarter, logged } = setUp({ flowOperations })
      await expect(start(refusedEvent())).resolves.toEqual({ result: 'STARTED', watchKey: eventId })
      expect(watchStarter.started).toEqual([refusedWatch()])
      expect(JSON.stringify(logged)).toContain(name)
    },
  )

  test('without a firewall is reported without asking anybody', async () => {
    const flowOperations = new FakeFlowOperations({ list: [[running]] })
    const { start, watchStarter } = setUp({ flowOperations })
    const event = refusedEvent({ detail: { requestParameters: null } })
    await expect(start(event)).resolves.toEqual({ result: 'STARTED', watchKey: eventId })
    expect(flowOperations.listed).toEqual([])
    expect(watchStarter.started).toMatchObject([
      { kind: 'REFUSED_START', firewallArn: null, slotHolder: null },
    ])
  })

  test('is known already when its event comes again, whoever holds the slot by then', async () => {
    const { start } = setUp({
      flowOperations: new FakeFlowOperations({ list: [[running], []] }),
      watchStarter: new FakeWatchStarter('STARTED', 'ALREADY_WATCHED'),
    })
    await start(refusedEvent())
    await expect(start(refusedEvent({ envelope: { id: 'another' } }))).resolves.toEqual({
      result: 'ALREADY_WATCHED',
      watchKey: eventId,
    })
  })

  test('an accepted one is asked nothing about', async () => {
    const flowOperations = new FakeFlowOperations({ list: [[running]] })
    const { start, watchStarter } = setUp({ flowOperations })
    await start(startEvent())
    expect(flowOperations.listed).toEqual([])
    expect(watchStarter.started).toMatchObject([{ slotHolder: null, recoveredLate: false }])
  })
})

describe('an event that cannot be understood', () => {
  test.each<[string, unknown, RegExp]>([
    ['not an object', 'x', /^the event is not a JSON object$/u],
    ['another source', startEvent({ envelope: { source: 'x' } }), /^source is "x"/u],
    [
      'a foreign account',
      startEvent({ envelope: { account: '210987654321' } }),
      /^firewallArn is of account/u,
    ],
    ['a bad id', startEvent({ response: { flowOperationId: 'X' } }), /flowOperationId is "X"/u],
    ['too large', startEvent({ envelope: { padding: 'x'.repeat(300_000) } }), /bytes, more than/u],
    ['nested very deeply', JSON.parse(`${'['.repeat(40_000)}${']'.repeat(40_000)}`), /./u],
  ])(
    '%s is reported with the reason, starts nothing and is not asked for again',
    async (_name, event, reason) => {
      const { start, watchStarter, rejectedEvents } = setUp()
      await expect(start(event)).resolves.toMatchObject({
        result: 'REJECTED',
        reason: expect.stringMatching(reason),
      })
      expect(watchStarter.started).toEqual([])
      expect(rejectedEvents.reported).toHaveLength(1)
      expect(rejectedEvents.reported[0]?.event).toBe(event)
      expect(rejectedEvents.reported[0]?.reason).toMatch(reason)
    },
  )

  test('a start that the service does not know either is such an event', async () => {
    const { start, rejectedEvents } = setUp({ flowOperations: new FakeFlowOperations({ list: [[]] }) })
    await expect(start(startEvent({ response: null }))).resolves.toMatchObject({ result: 'REJECTED' })
    expect(rejectedEvents.reported).toHaveLength(1)
  })

  test('when it cannot be recorded the failure is thrown: it must not vanish', async () => {
    const failure = serviceError('InternalServerError')
    const { start } = setUp({ rejectedEvents: new FakeRejectedEvents(failure) })
    await expect(start({})).rejects.toThrow(failure.message)
  })
})

describe('what starting counts', () => {
  function counting(auditFailure: Error | null = null) {
    const metrics = new FakeMetrics()
    const clock = new FakeClock(secondsAfterStart(10))
    const rejectedEvents = rejectedEventsLog(new FakeAuditLog(auditFailure), metrics, clock)
    const { runtime } = fakeRuntime(secondsAfterStart(10))
    const flowOperations = new FakeFlowOperations({ list: [[]] })
    const watchStarter = new FakeWatchStarter()
    const handler = startWatch(() => runtime, { flowOperations, watchStarter, rejectedEvents })
    return { start: (event: unknown) => handler(event, lambdaContext), metrics }
  }

  test('an event that cannot be understood, once', async () => {
    const { start, metrics } = counting()
    await start(startEvent({ envelope: { source: '<!channel>' } }))
    expect(metrics.recorded).toEqual([{ name: 'EventsRejected', unit: 'Count', value: 1, dimensions: {} }])
  })

  test('one that cannot be recorded either: an alarm must ring', async () => {
    const { start, metrics } = counting(serviceError('AccessDeniedException'))
    await expect(start({})).rejects.toThrow('AccessDeniedException')
    expect(metrics.valuesOf('EventsRejected')).toEqual([1])
  })

  test('nothing for accepted and refused starts', async () => {
    const { start, metrics } = counting()
    await start(startEvent())
    await start(refusedEvent())
    expect(metrics.recorded).toEqual([])
  })
})

describe('any other failure asks for the event again', () => {
  test.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['InternalServerError', 'TransientServiceError'],
    ['AccessDeniedException', 'PermanentServiceError'],
  ])('of StartExecution: %s', async (name, thrown) => {
    const { start, rejectedEvents } = setUp({ watchStarter: new FakeWatchStarter(serviceError(name)) })
    await expect(start(startEvent())).rejects.toMatchObject({ name: thrown })
    expect(rejectedEvents.reported).toEqual([])
  })

  test('of the look-up', async () => {
    const list = [serviceError('ThrottlingException')]
    const { start, watchStarter } = setUp({ flowOperations: new FakeFlowOperations({ list }) })
    await expect(start(startEvent({ response: null }))).rejects.toMatchObject({ name: 'ThrottlingException' })
    expect(watchStarter.started).toEqual([])
  })

  test('of the code itself', async () => {
    const defect = new TypeError('defect')
    const { start } = setUp({ watchStarter: new FakeWatchStarter(defect) })
    await expect(start(startEvent())).rejects.toBe(defect)
  })
})
