import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { packageStack } from './packageStack.ts'
import { resolveTemplate } from './resolveTemplate.ts'
import { describeCredentials } from './suites/credentials.ts'
import { describeFirstAnswers } from './suites/firstAnswers.ts'
import { describeFunctions } from './suites/functions.ts'
import { describeObservability } from './suites/observability.ts'
import type { Packaged } from './suites/packaged.ts'
import { describePlantedFaults } from './suites/plantedFaults.ts'
import { describeSafety } from './suites/safety.ts'
import { describeStartPath } from './suites/startPath.ts'
import { describeStateMachine } from './suites/stateMachine.ts'
import { describeTriggers } from './suites/triggers.ts'

/** One file, because packaging writes to one folder of the project: two at a time would mix. */
const root = mkdtempSync(path.join(tmpdir(), 'flowbell-package-'))
const folder = path.join(root, 'defaults')
let packaged: Packaged

beforeAll(() => {
  packaged = { folder, template: packageStack(folder) }
}, 120_000)

afterAll(() => rmSync(root, { recursive: true, force: true }))

const once = () => packaged
describeStateMachine(once)
describeFunctions(once)
describeFirstAnswers(once)
describeCredentials(once)
describeStartPath(once)
describeTriggers(once)
describeSafety(once)
describeObservability(once)
describePlantedFaults(once)

describe('the parameters', () => {
  // What the framework would take for variables must stay as it is.
  const routes = JSON.stringify({
    schemaVersion: 1,
    routes: [{ name: '${self:service} ${AWS::Region}', to: [{ channel: 'sns' }] }],
  })

  test('on the command line become those of the template', () => {
    const routesFile = path.join(root, 'routes.json')
    writeFileSync(routesFile, routes)
    const given = {
      slackSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:flowbell/slack-AbCdEf',
      slackSecretKmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40',
      teamsSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:flowbell/teams-AbCdEf',
      teamsSecretKmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b41',
      topicArn: 'arn:aws:sns:us-east-1:123456789012:security',
      topicKmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/mrk-1234',
      kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40',
      eventBusName: 'security',
      routesFile,
      routedTopicArns:
        'arn:aws:sns:us-east-1:123456789012:incidents,arn:aws:sns:us-east-1:123456789012:network',
      overdueMinutes: '30',
      pollTable: '35,14,12x3',
      auditRetentionDays: '3653',
      logRetentionDays: '14',
      sweepMinutes: '15',
      alarmEmail: 'oncall@example.com',
      reserveConcurrency: 'false',
    }
    const { resources } = resolveTemplate(packageStack(path.join(root, 'given'), given))
    const settings = resources['StartWatchLambdaFunction']?.Properties['Environment']

    expect(settings).toMatchObject({
      Variables: {
        FLOWBELL_SLACK_SECRET_ARN: given.slackSecretArn,
        FLOWBELL_TEAMS_SECRET_ARN: given.teamsSecretArn,
        FLOWBELL_TOPIC_ARN: given.topicArn,
        FLOWBELL_EVENT_BUS_NAME: given.eventBusName,
        FLOWBELL_OVERDUE_MINUTES: '30',
      },
    })
    expect(resources['PollOperationLambdaFunction']?.Properties['Environment']).toMatchObject({
      Variables: { FLOWBELL_POLL_TABLE: given.pollTable },
    })
    expect(resources['StartWatchLambdaFunction']?.Properties).not.toHaveProperty(
      'ReservedConcurrentExecutions',
    )
    expect(resources['AuditLogGroup']?.Properties).toEqual({
      RetentionInDays: '3653',
      KmsKeyId: given.kmsKeyArn,
    })
    expect(resources['StartWatchLogGroup']?.Properties['RetentionInDays']).toBe('14')
    expect(resources['SweepSchedule']?.Properties['ScheduleExpression']).toBe('rate(15 minutes)')
    expect(resources['SweepMissingAlarm']?.Properties).toMatchObject({ Period: 180, EvaluationPeriods: '15' })
    expect(resources['AlarmMailSubscription']?.Properties).toEqual({
      TopicArn: 'OperationsTopic',
      Protocol: 'email',
      Endpoint: given.alarmEmail,
    })
    expect(resources['Routes']?.Properties['Value']).toBe(routes)
    expect(JSON.stringify(resources['DeliverNotificationRole'])).toContain(
      JSON.stringify(given.routedTopicArns.split(',')),
    )
    expect(resources).not.toHaveProperty('EncryptionKey')
    expect(resources).not.toHaveProperty('NotificationTopic')
    expect(resources).not.toHaveProperty('SlackSecret')
  }, 120_000)

  test.each([
    [
      'a value that is not allowed',
      { overdueMinutes: '0' },
      'overdueMinutes must be whole minutes from 1 to 720',
    ],
    ['a misspelt name', { slackSecretArm: 'x' }, 'slackSecretArm is no parameter of this stack'],
    ['a name without a value', { alarmEmail: '' }, 'alarmEmail has no value'],
    // A file that is JSON, and no routes.
    [
      'routes that are not valid',
      { routesFile: 'knip.json' },
      'routesFile knip\\.json: the routing document is not valid: schemaVersion: ',
    ],
  ])(
    'stop the packaging for %s, with an error that begins with its name',
    (_, given, error) => {
      expect(printed(() => packageStack(path.join(root, 'refused'), given))).toMatch(
        new RegExp(`^${error}`, 'm'),
      )
    },
    120_000,
  )
})

/** What a command that fails prints. */
function printed(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return String((error as { stdout?: Buffer }).stdout)
  }
  throw new Error('the command did not fail')
}
