import { CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail'
import { DeleteRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam'
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager'
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Bed, startBed } from './bed.ts'
import { type DeployedStack, stackName } from './deployedStack.ts'
import { takeMetricsOut } from './embeddedMetrics.ts'
import { listenToEvents } from './eventListener.ts'
import { eventually } from './eventually.ts'
import { flowbell } from './flowbell.ts'
import { Inbox } from './inbox.ts'
import { invoke } from './invoke.ts'
import { flushEvent, operationIdOf, putOnBus, type StartEvent } from './startEvents.ts'

let bed: Bed
let stack: DeployedStack
let inbox: Inbox
let slackToken: string

beforeAll(async () => {
  bed = await startBed()
  slackToken = bed.local.slack.botToken
  const secret = JSON.stringify({ botToken: slackToken, channel: 'C0123456789' })
  const { ARN: slackSecretArn = '' } = await bed.account.secrets.send(
    new CreateSecretCommand({ Name: 'slack', SecretString: secret }),
  )
  stack = await bed.deploy({ SlackSecretArn: slackSecretArn, EventBusName: 'default' })
  inbox = await Inbox.subscribe(bed.account, stack.output('NotificationTopicArn'), 'subscriber')
  await Inbox.subscribe(bed.account, stack.output('OperationsTopicArn'), 'operators')
  await leadSlackToModel()
}, 240_000)

afterAll(() => bed.close())

/** The function must not reach the true Slack: its API is at the model from here on. */
async function leadSlackToModel(): Promise<void> {
  const FunctionName = `${stackName}-deliverNotification`
  const { Environment } = await bed.account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const { slackApiUrl, slackOrigin } = bed.local
  const model = { FLOWBELL_SLACK_API_URL: slackApiUrl, FLOWBELL_SLACK_ORIGINS: slackOrigin }
  await bed.account.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { ...Environment?.Variables, ...model } },
    }),
  )
}

/** Starts a flush that has ended when its event comes, and puts the event on the bus. */
async function finishedFlush(): Promise<StartEvent> {
  bed.local.networkFirewall.nextOperation({ durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 3 })
  const event = await flushEvent()
  await putOnBus(bed.account, event)
  return event
}

async function messagesIn(queue: string): Promise<unknown[]> {
  const { Messages } = await bed.account.sqs.send(
    // Visible again at once: the test only looks.
    new ReceiveMessageCommand({
      QueueUrl: stack.output(queue),
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    }),
  )
  return Messages?.map(({ Body = '' }) => JSON.parse(Body) as unknown) ?? []
}

/** What `flowbell doctor` finds at fault or cannot tell, by the check's name, and its exit code. */
async function doctor() {
  await takeMetricsOut(bed.account, await stack.functionLog('sweepOperations'))
  const { exitCode, answer } = await flowbell(['doctor'], bed.personEnvironment)
  const checks = answer['checks'] as { name: string; status: string; found: string }[]
  const bad = checks.filter(({ status }) => status !== 'OK').map(({ name, found }) => [name, found])
  return { exitCode, faults: Object.fromEntries(bad) as Record<string, string> }
}

describe('a stack with every channel', () => {
  test('is found healthy by flowbell doctor', async () => {
    const { cloudTrail } = bed.account
    await cloudTrail.send(new CreateTrailCommand({ Name: 'management-events', S3BucketName: 'trail' }))
    await cloudTrail.send(new StartLoggingCommand({ Name: 'management-events' }))
    await invoke(bed.account, 'sweepOperations', {})

    expect(await doctor()).toEqual({ exitCode: 0, faults: {} })
  })

  test('tells Slack and the event bus as well as the topic', async () => {
    const nextEvent = await listenToEvents(bed.account, 'flowbell')
    const flowOperationId = operationIdOf(await finishedFlush())

    await inbox.about(flowOperationId)
    expect(await nextEvent()).toMatchObject({
      source: 'flowbell',
      'detail-type': 'Flow Operation Finished',
      detail: { flowOperationId, outcome: 'COMPLETED' },
    })
    expect(await stack.endOf(flowOperationId)).toMatchObject({ status: 'SUCCEEDED' })
    expect(bed.local.slack.cards).toMatchObject([{ channel: 'C0123456789', replies: [{}] }])
    expect(JSON.stringify(bed.local.slack.cards)).toContain(flowOperationId)
  })
})

describe('a Slack that refuses the token', () => {
  let flowOperationId: string

  beforeAll(async () => {
    bed.local.slack.botToken = 'xoxb-another'
    flowOperationId = operationIdOf(await finishedFlush())
  })

  test('keeps nobody else from being told; its message waits in the dead-letter queue, and the execution ends red', async () => {
    await inbox.about(flowOperationId)

    expect(await stack.endOf(flowOperationId)).toMatchObject({
      status: 'FAILED',
      error: 'NotificationUndelivered',
    })
    expect(await messagesIn('NotificationDeadLetterQueueUrl')).toMatchObject([
      { channel: 'slack', notice: 'OUTCOME', flowOperationId, document: { outcome: 'COMPLETED' } },
    ])
    expect(await stack.auditRecords(flowOperationId)).toContainEqual(
      expect.objectContaining({ recordType: 'NOTIFICATION_DEAD_LETTERED', channel: 'slack', parked: true }),
    )
  })

  test('is found by flowbell doctor, and so is the letter', async () => {
    const { exitCode, faults } = await doctor()

    expect([exitCode, Object.keys(faults)]).toEqual([1, ['slack-token', 'dead-letters']])
  })

  test('gets the letter with flowbell redrive once it takes the token again', async () => {
    bed.local.slack.botToken = slackToken
    const { exitCode } = await flowbell(['redrive'], bed.personEnvironment)

    expect(exitCode).toBe(0)
    expect(JSON.stringify(bed.local.slack.cards.at(-1))).toContain(flowOperationId)
    expect(await messagesIn('NotificationDeadLetterQueueUrl')).toEqual([])
    expect(await doctor()).toEqual({ exitCode: 0, faults: {} })
  })
})

describe('a role', () => {
  test('that may not write the audit log: people are told, with a word about it, and the execution ends red', async () => {
    await takeAwayRightsOf('RecordAuditRole')
    // The state machine tries for minutes before it goes on without the record.
    await bed.ministack.scaleWaits(0)
    const flowOperationId = operationIdOf(await finishedFlush())

    expect(await inbox.about(flowOperationId)).toMatchObject({
      document: { outcome: 'COMPLETED', auditRecorded: false },
    })
    expect(await stack.endOf(flowOperationId)).toMatchObject({ status: 'FAILED', error: 'AuditNotWritten' })
    expect(await stack.auditRecordsOfType('OPERATION_FINISHED')).not.toContainEqual(
      expect.objectContaining({ flowOperationId }),
    )
    const { exitCode, faults } = await doctor()
    expect([exitCode, Object.keys(faults)]).toEqual([1, ['permissions']])
    expect(faults['permissions']).toContain('recordAudit may not')
  })

  test('that may not start the machine: the event waits in the dead-letter queue', async () => {
    await takeAwayRightsOf('StartWatchRole')
    const event = await flushEvent()
    // By hand, as EventBridge would: the rules of ministack try once, and know no failure destination.
    await bed.account.lambda.send(
      new InvokeCommand({
        FunctionName: `${stackName}-startWatch`,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    )

    const letters = await eventually('a letter about the event', async () => {
      const found = await messagesIn('StartEventDeadLetterQueueUrl')
      return found.length > 0 ? found : undefined
    })
    expect(letters).toMatchObject([{ requestPayload: { detail: { eventID: event.detail.eventID } } }])
  })
})

async function takeAwayRightsOf(logicalId: string): Promise<void> {
  const RoleName = stack.resources[logicalId]
  const { PolicyNames = [] } = await bed.account.iam.send(new ListRolePoliciesCommand({ RoleName }))
  for (const PolicyName of PolicyNames)
    await bed.account.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))
}
