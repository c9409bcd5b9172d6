import { CreateScheduleCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Bed, firewallArn, startBed, zone } from './bed.ts'
import { type DeployedStack, stackName } from './deployedStack.ts'
import { eventually } from './eventually.ts'
import { Inbox } from './inbox.ts'
import { invoke } from './invoke.ts'
import { flushEvent, operationIdOf, putOnBus, type StartEvent } from './startEvents.ts'

let bed: Bed
let stack: DeployedStack
let inbox: Inbox
/** The event of a start that was accepted and is watched. */
let accepted: StartEvent
/** The keys of all watches that the tests have asked for. */
const expectedWatches: string[] = []

beforeAll(async () => {
  bed = await startBed()
  stack = await bed.deploy()
  inbox = await Inbox.subscribe(bed.account, stack.output('NotificationTopicArn'), 'subscriber')
}, 240_000)

afterAll(() => bed.close())

describe('the event of an accepted start', () => {
  let flowOperationId: string

  beforeAll(async () => {
    bed.local.networkFirewall.nextOperation({ durationSeconds: 8, finalStatus: 'COMPLETED', flowCount: 250 })
    accepted = await flushEvent()
    flowOperationId = operationIdOf(accepted)
    expectedWatches.push(flowOperationId)
    await putOnBus(bed.account, accepted)
    // CloudTrail and EventBridge may both deliver twice.
    await putOnBus(bed.account, accepted)
  })

  test('becomes a message with the outcome, through rule, function, machine, poll loop and topic', async () => {
    const { document, attributes } = await inbox.about(flowOperationId)

    expect(document).toMatchObject({
      notice: 'OUTCOME',
      outcome: 'COMPLETED',
      flowOperationId,
      firewallArn,
      availabilityZone: zone,
      serviceStatus: 'COMPLETED',
      startedBy: { arn: 'arn:aws:sts::123456789012:assumed-role/NetOps/dana' },
      results: { flowCount: 250, complete: true },
      auditRecorded: true,
      recoveredLate: false,
    })
    expect(document['polls']).toBeGreaterThan(1)
    expect(attributes).toMatchObject({ notice: 'OUTCOME', outcome: 'COMPLETED', firewallName: 'edge' })
  })

  test('becomes one execution, named after the operation', async () => {
    expect(await stack.endOf(flowOperationId)).toMatchObject({ status: 'SUCCEEDED' })
    expect(await stack.executionNames()).toEqual([flowOperationId])
  })

  test('leaves its records in the audit log: the outcome first, then who was told', async () => {
    const records = await stack.auditRecords(flowOperationId)

    expect(records).toMatchObject([
      { recordType: 'OPERATION_FINISHED', flowOperationId, outcome: 'COMPLETED' },
      {
        recordType: 'NOTIFICATION_DELIVERED',
        flowOperationId,
        channel: 'sns',
        notice: 'OUTCOME',
        attempts: 1,
      },
    ])
  })

  test('starts nothing when it comes late, after the end', async () => {
    expect(await invoke(bed.account, 'startWatch', accepted)).toEqual({
      result: 'ALREADY_WATCHED',
      watchKey: flowOperationId,
    })
    expect(await stack.executionNames()).toEqual([flowOperationId])
  })

  test("counts as metrics under the stack's own name", async () => {
    expect(await stack.functionLog('composeNotice')).toContainEqual(
      expect.objectContaining({ Stack: stackName, Outcome: 'COMPLETED', OperationsFinished: 1 }),
    )
  })
})

describe('the event of a refused start', () => {
  test('becomes a message at once: REFUSED, who tried, and which operation is in the way', async () => {
    bed.local.networkFirewall.nextOperation({ durationSeconds: 3, finalStatus: 'FAILED' })
    const running = await flushEvent()
    const refused = await flushEvent()
    expectedWatches.push(refused.detail.eventID, operationIdOf(running))
    await putOnBus(bed.account, refused)
    await putOnBus(bed.account, running)

    expect(await inbox.about(refused.detail.eventID)).toMatchObject({
      document: {
        outcome: 'REFUSED',
        flowOperationId: null,
        refusal: { errorCode: refused.detail.errorCode },
        startedBy: { arn: 'arn:aws:sts::123456789012:assumed-role/NetOps/dana' },
        slotHolder: { flowOperationId: operationIdOf(running) },
        polls: 0,
      },
    })
    expect(await inbox.about(operationIdOf(running))).toMatchObject({ document: { outcome: 'FAILED' } })
  })
})

describe('an event that must not start a watch', () => {
  test('our own read calls match no rule, and a bad event is recorded only', async () => {
    const read = { ...accepted, detail: { ...accepted.detail, eventName: 'DescribeFlowOperation' } }
    const bad = { ...accepted, detail: { ...accepted.detail, awsRegion: 'us-east-1' } }
    await putOnBus(bed.account, read)
    await putOnBus(bed.account, bad)

    const records = await eventually('the bad event is recorded', async () => {
      const found = await stack.auditRecordsOfType('EVENT_REJECTED')
      return found.length > 0 ? found : undefined
    })

    expect(records).toMatchObject([{ reason: expect.stringContaining('us-east-1') }])
  })
})

describe('an operation whose event was lost', () => {
  /** Puts an operation into the service whose start no event tells of. */
  function lostOperation(): string {
    const flowOperationId = bed.local.networkFirewall.addOperation({
      firewallArn,
      selectors: { AvailabilityZone: zone },
      startedAtMilliseconds: Date.now() - 240_000,
      script: { durationSeconds: 60, finalStatus: 'COMPLETED', flowCount: 3 },
    })
    expectedWatches.push(flowOperationId)
    return flowOperationId
  }

  test('is recovered by the sweep, marked as late, and only once', async () => {
    const flowOperationId = lostOperation()

    expect(await invoke(bed.account, 'sweepOperations', {})).toMatchObject({
      firewallCount: 1,
      recovered: [flowOperationId],
    })
    expect(await inbox.about(flowOperationId)).toMatchObject({
      document: { outcome: 'COMPLETED', recoveredLate: true, startedBy: null, availabilityZone: zone },
    })
    expect(await invoke(bed.account, 'sweepOperations', {})).toMatchObject({
      firewallCount: 1,
      recovered: [],
    })
  })

  test('is recovered by the schedule too', async () => {
    const flowOperationId = lostOperation()
    const schedule = await bed.account.scheduler.send(
      new GetScheduleCommand({ Name: stack.resources['SweepSchedule'] }),
    )
    // The same target, due at once: nobody waits ten minutes for a test.
    await bed.account.scheduler.send(
      new CreateScheduleCommand({
        Name: 'now',
        FlexibleTimeWindow: schedule.FlexibleTimeWindow,
        Target: schedule.Target,
        ScheduleExpression: 'at(2020-01-01T00:00:00)',
      }),
    )

    expect(schedule.ScheduleExpression).toBe('rate(10 minutes)')
    expect(await inbox.about(flowOperationId)).toMatchObject({
      document: { outcome: 'COMPLETED', recoveredLate: true },
    })
  })
})

test('all in all each watch ran once and was told once, and nothing else was watched', async () => {
  const watches = expectedWatches.toSorted()
  for (const name of watches) await stack.endOf(name)
  await inbox.receive()

  expect(await stack.executionNames()).toEqual(watches)
  expect(inbox.messages.map(({ document }) => document['watchKey']).sort()).toEqual(watches)
  expect(await stack.auditRecordsOfType('EVENT_REJECTED')).toHaveLength(1)
})
