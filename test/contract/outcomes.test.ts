/** How a watch ends: outcome, exit code, polls, severity, for everything the service may answer. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, awsError, fixed, hang, html503, jsonAnswer, reset, times } from './fakeAws.ts'
import {
  COMPLETED,
  EMPTY,
  FIREWALL_ARN,
  flow,
  hours,
  IN_PROGRESS,
  minutes,
  OPERATION_ID,
  refusedEvent,
  startEvent,
  ZONE,
} from './fixtures.ts'
import { objectOf, textOf } from './json.ts'
import { linesOf } from './runFlowbell.ts'
import { command, expectInvariants, millis, type Result, replay, shared } from './scenario.ts'

jest.setTimeout(180_000)

const watch = (answers: readonly Answer[], age?: number): Promise<Result> =>
  replay({ event: startEvent(age === undefined ? {} : { age }), script: { DescribeFlowOperation: answers } })

const NOT_FOUND = awsError('ResourceNotFoundException')
const DENIED = awsError('AccessDeniedException')
const THROTTLED = awsError('ThrottlingException')
const EXPIRED_TOKEN = awsError('ExpiredTokenException')

/** Seconds from the start of the operation to the moment its end was seen, in virtual time. */
const lasted = (result: Result): number =>
  (millis(result.document['finishedAt']) - millis(result.document['startedAt'])) / 1000

describe('the three outcomes of the service', () => {
  test.concurrent.each([
    ['COMPLETED', 'info'],
    ['COMPLETED_WITH_ERRORS', 'warning'],
    ['FAILED', 'critical'],
  ])('%s: exit code 0, severity %s, every poll with a status counted', async (status, severity) => {
    const result = await watch([IN_PROGRESS, IN_PROGRESS, flow(status)])
    result.expectEnd(0, status)
    expect(result.summary.polls).toBe(3)
    expect(result.of('DescribeFlowOperation')).toHaveLength(3)
    expect(result.document).toMatchObject({ outcome: status, severity, serviceStatus: status, polls: 3 })
    for (const channel of ['sns', 'slack', 'eventbridge'] as const)
      expect(result.delivery(channel)).toEqual({ channel, status: 'DELIVERED', attempts: 1 })
    expectInvariants(result)
  })

  test.concurrent('an end at the first poll: one DescribeFlowOperation and no more', async () => {
    const result = await watch([COMPLETED, IN_PROGRESS])
    result.expectEnd(0, 'COMPLETED')
    expect(result.of('DescribeFlowOperation')).toHaveLength(1)
    expect(result.summary.polls).toBe(1)
  })
})

describe('REFUSED: the start call was refused', () => {
  const refused = shared(() => replay({ event: refusedEvent() }))

  test.concurrent('exit code 0, no operation id, nothing asked but which operation holds the slot', async () => {
    const result = await refused()
    result.expectEnd(0, 'REFUSED')
    expect(result.summary).toMatchObject({ flowOperationId: null, polls: 0 })
    const asked = result.requests.filter(seen => seen.service === 'network-firewall')
    expect(asked.map(seen => [seen.operation, seen.fields])).toEqual([
      ['ListFlowOperations', { FirewallArn: FIREWALL_ARN, AvailabilityZone: ZONE, MaxResults: 100 }],
    ])
    expect(result.document).toMatchObject({ slotHolder: null, recoveredLate: false })
  })

  test.concurrent('the operation that is running there is named to people and machines', async () => {
    const running = { FlowOperationId: OPERATION_ID, FlowOperationType: 'FLOW_CAPTURE' }
    const list = jsonAnswer({
      FlowOperations: [
        { ...running, FlowOperationStatus: 'IN_PROGRESS', FlowRequestTimestamp: 1_793_610_905 },
      ],
    })
    const result = await replay({ event: refusedEvent(), script: { ListFlowOperations: [list] } })
    result.expectEnd(0, 'REFUSED')
    expectInvariants(result)
    const slotHolder = {
      flowOperationId: OPERATION_ID,
      flowOperationType: 'FLOW_CAPTURE',
      requestTimestamp: new Date(1_793_610_905_000).toISOString(),
    }
    expect(result.document).toMatchObject({ flowOperationId: null, slotHolder })
    expect(objectOf(result.finished['document'])).toMatchObject({ slotHolder })
    for (const seen of result.of('webhook')) expect(seen.body).toContain(OPERATION_ID)
    for (const { structure } of result.published('OUTCOME')) {
      const mail = textOf(structure['email']).replaceAll(/\s+/g, ' ')
      expect(mail).toContain(OPERATION_ID)
      expect(mail).toMatch(/wait for (?:its end|the end of)/i)
    }
  })

  test.concurrent.each<[string, Answer]>([
    ['denied', DENIED],
    ['throttled', THROTTLED],
    ['not found', NOT_FOUND],
    ['expired credentials', EXPIRED_TOKEN],
    ['an HTML page', html503],
    ['a cut connection', reset],
    ['no answer for 10 s', hang],
    ['an answer that is no JSON', fixed(200, 'no JSON')],
    ['entries without ids', jsonAnswer({ FlowOperations: [{}, null] })],
    [
      'a foreign id',
      jsonAnswer({ FlowOperations: [{ FlowOperationId: '<!channel>', FlowOperationStatus: 'IN_PROGRESS' }] }),
    ],
  ])(
    'a service that does not say what is running there (%s): REFUSED all the same',
    async (_case, answer) => {
      const result = await replay({ event: refusedEvent(), script: { ListFlowOperations: [answer] } })
      result.expectEnd(0, 'REFUSED')
      expectInvariants(result)
      expect(result.of('ListFlowOperations')).toHaveLength(1)
      expect(result.document).toMatchObject({ outcome: 'REFUSED', slotHolder: null })
      expect(result.summary.deliveries.map(delivery => delivery.status)).toEqual([
        'DELIVERED',
        'DELIVERED',
        'DELIVERED',
      ])
    },
  )

  test.concurrent('recorded and reported on every channel, as a warning', async () => {
    const result = await refused()
    expectInvariants(result)
    expect(result.document).toMatchObject({ outcome: 'REFUSED', severity: 'warning', flowOperationId: null })
    expect(result.summary.deliveries.map(delivery => delivery.status)).toEqual([
      'DELIVERED',
      'DELIVERED',
      'DELIVERED',
    ])
  })

  test.concurrent('an event without request parameters is still REFUSED', async () => {
    const result = await replay({ event: refusedEvent({ requestParameters: null }) })
    result.expectEnd(0, 'REFUSED')
    expectInvariants(result)
    expect(result.document).toMatchObject({ firewallArn: null, flowOperationId: null })
    expect(result.finished).toMatchObject({ firewallArn: null, flowOperationId: null })
    expect(result.requests.filter(seen => seen.service === 'network-firewall')).toEqual([])
  })
})

describe('EXPIRED: the service no longer knows the operation', () => {
  test.concurrent('not found after it was in progress', async () => {
    const result = await watch([IN_PROGRESS, NOT_FOUND])
    result.expectEnd(0, 'EXPIRED')
    expectInvariants(result)
    expect(result.document).toMatchObject({ severity: 'warning', serviceStatus: 'IN_PROGRESS', polls: 1 })
  })

  test.concurrent('never found: tolerated for 120 s and at least 3 polls, then EXPIRED', async () => {
    const result = await watch([NOT_FOUND])
    result.expectEnd(0, 'EXPIRED')
    expect(lasted(result)).toBeGreaterThanOrEqual(120)
    expect(result.of('DescribeFlowOperation').length).toBeGreaterThanOrEqual(3)
    expect(result.document).toMatchObject({ serviceStatus: null, polls: 0 })
  })

  test.concurrent('not found by the first two polls of an event that came 10 minutes late: no end yet', async () => {
    const result = await watch([NOT_FOUND, NOT_FOUND, COMPLETED], minutes(10))
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary.polls).toBe(1)
  })

  test.concurrent('an event older than 12 hours, operation unknown: one poll, recorded, reported, no loop', async () => {
    const result = await watch([NOT_FOUND], hours(13))
    result.expectEnd(0, 'EXPIRED')
    expect(result.of('DescribeFlowOperation')).toHaveLength(1)
    expectInvariants(result)
  })

  test.concurrent('an event older than 12 hours, operation still known: its outcome, by one poll', async () => {
    const result = await watch([flow('FAILED')], hours(13))
    result.expectEnd(0, 'FAILED')
    expect(result.of('DescribeFlowOperation')).toHaveLength(1)
  })
})

describe('TIMED_OUT: still in progress when the 12 hours end', () => {
  const endless = shared(() => watch([IN_PROGRESS]))

  test.concurrent('critical, with the last status, at 12 hours', async () => {
    const result = await endless()
    result.expectEnd(0, 'TIMED_OUT')
    expectInvariants(result)
    expect(result.document).toMatchObject({
      severity: 'critical',
      serviceStatus: 'IN_PROGRESS',
      results: null,
    })
    expect(Math.abs(lasted(result) - 12 * 3600)).toBeLessThanOrEqual(900)
  })

  test.concurrent('every answer was a poll', async () => {
    const result = await endless()
    expect(result.summary.polls).toBe(result.of('DescribeFlowOperation').length)
    expect(result.summary.polls).toBeGreaterThan(10)
  })

  test.concurrent('exactly one OVERDUE notice per channel before it', async () => {
    const result = await endless()
    expect(result.published('OVERDUE')).toHaveLength(1)
    expect(result.entries.filter(one => one.entry['DetailType'] === 'Flow Operation Overdue')).toHaveLength(1)
    expect(result.of('webhook')).toHaveLength(2)
  })

  test.concurrent('one answer, then throttled to the end: TIMED_OUT with that answer', async () => {
    const result = await watch([IN_PROGRESS, THROTTLED])
    result.expectEnd(0, 'TIMED_OUT')
    expect(result.document).toMatchObject({ serviceStatus: 'IN_PROGRESS', polls: 1 })
  })

  test.concurrent('an event that comes 11.9 hours late is watched for the rest of the 12 hours', async () => {
    const result = await watch([IN_PROGRESS], hours(11.9))
    result.expectEnd(0, 'TIMED_OUT')
    expect(Math.abs(lasted(result) - 12 * 3600)).toBeLessThanOrEqual(900)
  })

  test.concurrent('an event older than 12 hours, still in progress: one poll', async () => {
    const result = await watch([IN_PROGRESS], hours(13))
    result.expectEnd(0, 'TIMED_OUT')
    expect(result.of('DescribeFlowOperation')).toHaveLength(1)
  })
})

describe('UNKNOWN: a status Flowbell does not know', () => {
  test.concurrent('final at first sight, kept word for word', async () => {
    const result = await watch([IN_PROGRESS, flow('CANCELLED'), COMPLETED])
    result.expectEnd(0, 'UNKNOWN')
    expectInvariants(result)
    expect(result.of('DescribeFlowOperation')).toHaveLength(2)
    expect(result.document).toMatchObject({
      serviceStatus: 'CANCELLED',
      severity: 'warning',
      results: null,
      polls: 2,
    })
  })

  test.concurrent('a 200 without a status is tolerated 5 times and is not a poll', async () => {
    const result = await watch([...times(5, EMPTY), COMPLETED])
    result.expectEnd(0, 'COMPLETED')
    expect(result.of('DescribeFlowOperation')).toHaveLength(6)
    expect(result.summary.polls).toBe(1)
  })

  test.concurrent('a 200 without a status for ever: UNKNOWN after the 5 tolerated ones', async () => {
    const result = await watch([EMPTY])
    result.expectEnd(0, 'UNKNOWN')
    expect(result.of('DescribeFlowOperation')).toHaveLength(6)
    expect(result.document).toMatchObject({ serviceStatus: null, polls: 0 })
    expectInvariants(result)
  })
})

describe('WATCH_FAILED: polling is impossible', () => {
  const denied = shared(() => watch([DENIED]))

  test.concurrent('access denied for good: exit code 1, red, but recorded and reported on every channel', async () => {
    const result = await denied()
    result.expectEnd(1, 'WATCH_FAILED')
    expectInvariants(result)
    expect(result.document).toMatchObject({
      outcome: 'WATCH_FAILED',
      severity: 'critical',
      polls: 0,
      serviceStatus: null,
    })
    expect(result.summary.deliveries.map(delivery => delivery.status)).toEqual([
      'DELIVERED',
      'DELIVERED',
      'DELIVERED',
    ])
  })

  test.concurrent('access denied is tolerated for the first 60 s of the watch, not for hours', async () => {
    const result = await denied()
    expect(millis(result.document['finishedAt']) - result.run.begun).toBeGreaterThanOrEqual(60_000)
    expect(lasted(result)).toBeLessThan(3600)
    expect(result.of('DescribeFlowOperation').length).toBeGreaterThan(1)
  })

  test.concurrent('access denied once, then granted: COMPLETED', async () => {
    const result = await watch([DENIED, COMPLETED])
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary.polls).toBe(1)
  })

  test.concurrent('access denied after many answers: WATCH_FAILED with the last status', async () => {
    const result = await watch([...times(40, IN_PROGRESS), DENIED])
    result.expectEnd(1, 'WATCH_FAILED')
    expect(result.document).toMatchObject({ serviceStatus: 'IN_PROGRESS', polls: 40 })
    expectInvariants(result)
  })

  test.concurrent('expired credentials are tolerated once', async () => {
    const result = await watch([EXPIRED_TOKEN, COMPLETED])
    result.expectEnd(0, 'COMPLETED')
  })

  test.concurrent('expired credentials for good: WATCH_FAILED, without hours of trying', async () => {
    const result = await watch([EXPIRED_TOKEN])
    result.expectEnd(1, 'WATCH_FAILED')
    expect(lasted(result)).toBeLessThan(3600)
    expectInvariants(result)
  })

  test.concurrent('throttled until the 12 hours end, no answer ever: WATCH_FAILED', async () => {
    const result = await watch([THROTTLED])
    result.expectEnd(1, 'WATCH_FAILED')
    expect(result.summary.polls).toBe(0)
    expect(lasted(result)).toBeGreaterThan(11 * 3600)
    expectInvariants(result)
  })

  test.concurrent('an invalid request for good: WATCH_FAILED', async () => {
    const result = await watch([awsError('InvalidRequestException')])
    result.expectEnd(1, 'WATCH_FAILED')
    expectInvariants(result)
  })
})

describe('faults on the way do not change the outcome and are not polls', () => {
  test.concurrent.each<[string, Answer[]]>([
    ['ThrottlingException', [THROTTLED, THROTTLED, THROTTLED, THROTTLED]],
    [
      'ThrottlingException with a service namespace',
      [awsError('com.amazonaws.networkfirewall#ThrottlingException')],
    ],
    [
      'ThrottlingException with a coral namespace',
      [awsError('com.amazon.coral.service#ThrottlingException')],
    ],
    [
      'ThrottlingException named in the header only',
      [jsonAnswer({ Message: 'x' }, 400, { 'x-amzn-errortype': 'ThrottlingException:http://internal/' })],
    ],
    ['InternalServerError', times(4, awsError('InternalServerError', 500))],
    ['an HTML 503', times(4, html503)],
    ['a connection cut without an answer', times(4, reset)],
    ['a truncated 200', [fixed(200, '{"FlowOperationStatus":"COMP')]],
    ['a call that hangs', [hang]],
    ['a mix of them', [THROTTLED, html503, reset, EMPTY, awsError('InternalServerError', 500)]],
  ])('%s', async (_name, faults) => {
    const result = await watch([IN_PROGRESS, ...faults, IN_PROGRESS, COMPLETED])
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary.polls).toBe(3)
    expectInvariants(result)
  })
})

describe('a terminal status, once seen, stays', () => {
  test.concurrent('whatever later answers say', async () => {
    const stale = flow('IN_PROGRESS')
    const result = await replay({
      script: {
        DescribeFlowOperation: [IN_PROGRESS, COMPLETED, stale],
        ListFlowOperationResults: [
          jsonAnswer({ FlowOperationStatus: 'FAILED', StatusMessage: 'Flow timeout', Flows: [] }),
        ],
      },
    })
    result.expectEnd(0, 'COMPLETED')
    expect(result.document).toMatchObject({ outcome: 'COMPLETED', serviceStatus: 'COMPLETED' })
    expectInvariants(result)
  })

  test.concurrent('whatever later calls fail to say', async () => {
    const result = await replay({
      script: { DescribeFlowOperation: [COMPLETED, NOT_FOUND], ListFlowOperationResults: [NOT_FOUND] },
    })
    result.expectEnd(0, 'COMPLETED')
    expectInvariants(result)
  })
})

describe('the command line', () => {
  test.concurrent('without --json: exit code 0, and the outcome is on standard output', async () => {
    const stdin = JSON.stringify(startEvent())
    const result = await command(['replay', '-', '--no-wait'], { run: { stdin } })
    expect({ code: result.run.code, stderr: result.run.stderr.slice(-500) }).toMatchObject({ code: 0 })
    expect(result.run.stdout).toContain('COMPLETED')
  })

  test.concurrent('the event may come from a file', async () => {
    const files = { 'event.json': JSON.stringify(startEvent()) }
    const result = await command(['replay', 'event.json', '--no-wait', '--json'], { run: { files } })
    result.expectEnd(0, 'COMPLETED')
    expectInvariants(result)
  })

  test.concurrent('flags may come before the file', async () => {
    const files = { 'event.json': JSON.stringify(startEvent()) }
    const result = await command(['replay', '--json', '--no-wait', 'event.json'], { run: { files } })
    result.expectEnd(0, 'COMPLETED')
  })

  test.concurrent('without --no-wait it runs in real time', async () => {
    const stdin = JSON.stringify(startEvent())
    const result = await command(['replay', '-', '--json'], { channels: ['sns'], run: { stdin } })
    result.expectEnd(0, 'COMPLETED')
    expect(millis(result.document['finishedAt'])).toBeLessThanOrEqual(Date.now())
  })

  test.concurrent('--no-wait: the virtual clock starts at the real time', async () => {
    const result = await watch([COMPLETED])
    const seen = millis(result.document['finishedAt']) - result.run.begun
    expect(seen).toBeGreaterThanOrEqual(0)
    expect(seen).toBeLessThan(120_000)
  })

  test.concurrent('--json: standard output is exactly one JSON object', async () => {
    const result = await watch([IN_PROGRESS, COMPLETED])
    expect(linesOf(result.run.stdout).length).toBeGreaterThan(0)
    expect(() => JSON.parse(result.run.stdout) as unknown).not.toThrow()
    expect(Object.keys(result.summary).sort()).toEqual([
      'deliveries',
      'executionStatus',
      'flowOperationId',
      'outcome',
      'polls',
    ])
  })

  test.concurrent('no channel configured: the operation is still recorded, and nothing else is sent', async () => {
    const result = await replay({ channels: [] })
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary.deliveries).toEqual([])
    expectInvariants(result, [])
    expect(
      result.of('Publish', 'webhook', 'chat.postMessage', 'PutEvents', 'SendMessage', 'GetSecretValue'),
    ).toEqual([])
  })
})
