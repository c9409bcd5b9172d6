import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { configuredChannels, readSettings } from '../functions/config.ts'
import { InvalidSettingError } from '../functions/domain/errors.ts'

const topic = 'arn:aws:sns:eu-west-1:123456789012:flow-operations'
const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:flowbell/slack-AbCdEf'
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:flowbell'
const valid = {
  FLOWBELL_TOPIC_ARN: topic,
  FLOWBELL_SLACK_SECRET_ARN: secret,
  FLOWBELL_SLACK_API_URL: 'https://slack.com/api/',
  FLOWBELL_SLACK_ORIGINS: 'http://127.0.0.1:9099',
  FLOWBELL_TEAMS_SECRET_ARN: secret,
  FLOWBELL_TEAMS_ORIGINS: 'http://127.0.0.1:9098',
  FLOWBELL_EVENT_BUS_NAME: 'default',
  FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
  FLOWBELL_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/flowbell',
  FLOWBELL_OVERDUE_MINUTES: '90',
  FLOWBELL_POLL_TABLE: '35,14,12x3',
  FLOWBELL_STATE_MACHINE_ARN: machine,
  FLOWBELL_STACK_NAME: 'flowbell-dev',
  FLOWBELL_ROUTES: '{}',
  FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes',
} as const
type Name = keyof typeof valid
const names = Object.keys(valid) as Name[]

function complaint(environment: Record<string, string>, required: Name[] = []): string {
  try {
    readSettings(environment, required)
  } catch (error) {
    if (error instanceof InvalidSettingError) return error.message
    throw error
  }
  throw new Error('the settings were accepted')
}

describe('settings', () => {
  test('all of them are read', () => {
    expect(readSettings(valid, names)).toEqual({
      topicArn: topic,
      slackSecretArn: secret,
      slackApiUrl: 'https://slack.com/api/',
      slackOrigins: ['http://127.0.0.1:9099'],
      teamsSecretArn: secret,
      teamsOrigins: ['http://127.0.0.1:9098'],
      eventBusName: 'default',
      auditLogGroup: '/flowbell/audit',
      deadLetterQueueUrl: valid.FLOWBELL_DEAD_LETTER_QUEUE_URL,
      overdueAfterSeconds: 5400,
      pollTable: [35, 49, 61, 73, 85],
      stateMachineArn: machine,
      stackName: 'flowbell-dev',
      routes: '{}',
      routesParameter: '/flowbell/routes',
    })
  })

  test('without any, the defaults stand', () => {
    expect(readSettings({}, [])).toEqual({
      topicArn: null,
      slackSecretArn: null,
      slackApiUrl: 'https://slack.com/api/',
      slackOrigins: [],
      teamsSecretArn: null,
      teamsOrigins: [],
      eventBusName: null,
      auditLogGroup: null,
      deadLetterQueueUrl: null,
      overdueAfterSeconds: 3600,
      pollTable: null,
      stateMachineArn: null,
      stackName: 'flowbell',
      routes: null,
      routesParameter: null,
    })
  })

  test.each(names)('%s empty counts as unset', name => {
    expect(readSettings({ [name]: '' }, [])).toEqual(readSettings({}, []))
  })

  test.each(names)('%s missing where it is required is told by its name', name => {
    expect(complaint({}, [name])).toBe(`${name} is missing: set it`)
    expect(complaint({ ...valid, [name]: '' }, [name])).toBe(`${name} is missing: set it`)
    expect(() => readSettings(valid, [name])).not.toThrow()
  })

  test('variables of others are not looked at', () => {
    expect(readSettings({ AWS_REGION: '!', flowbell_topic_arn: '!', PATH: '' }, [])).toEqual(
      readSettings({}, []),
    )
    expect(readSettings({ FLOWBELL_TOPIC_ARN: undefined }, [])).toEqual(readSettings({}, []))
  })

  test.each([
    'FLOWBELL_TOPIC',
    'FLOWBELL_TOPIC_ARN_',
    'FLOWBELL_topic_arn',
    'FLOWBELL_',
    'FLOWBELL_constructor',
  ])('the unknown name %s is told, since a misspelt one would switch a channel off', name => {
    expect(complaint({ ...valid, [name]: 'x' })).toMatch(
      new RegExp(`^${name} is not a setting of Flowbell; the settings are FLOWBELL_TOPIC_ARN, `, 'u'),
    )
  })
})

describe('a malformed setting is told by its name', () => {
  test.each<[Name, string]>([
    ['FLOWBELL_TOPIC_ARN', 'flow-operations'],
    ['FLOWBELL_TOPIC_ARN', `${topic}.fifo`],
    ['FLOWBELL_TOPIC_ARN', `${topic}:subscription`],
    ['FLOWBELL_TOPIC_ARN', `${topic}\n`],
    ['FLOWBELL_TOPIC_ARN', ` ${topic}`],
    ['FLOWBELL_TOPIC_ARN', topic.replace('sns', 'sqs')],
    ['FLOWBELL_TOPIC_ARN', topic.replace('123456789012', '12345')],
    ['FLOWBELL_SLACK_SECRET_ARN', 'https://hooks.slack.com/services/T/B/X'],
    ['FLOWBELL_SLACK_SECRET_ARN', secret.replace(':secret:', ':')],
    ['FLOWBELL_TEAMS_SECRET_ARN', 'https://prod-1.westeurope.logic.azure.com/workflows/x'],
    ['FLOWBELL_TEAMS_ORIGINS', '*'],
    ['FLOWBELL_SLACK_API_URL', 'slack.com/api'],
    ['FLOWBELL_SLACK_API_URL', 'ftp://slack.com/api/'],
    ['FLOWBELL_SLACK_ORIGINS', '127.0.0.1:9099'],
    ['FLOWBELL_SLACK_ORIGINS', 'http://127.0.0.1:9099/path'],
    ['FLOWBELL_SLACK_ORIGINS', 'http://user@127.0.0.1:9099'],
    ['FLOWBELL_SLACK_ORIGINS', 'https://a.example,b.example'],
    ['FLOWBELL_SLACK_ORIGINS', 'https://a.example https://b.example'],
    ['FLOWBELL_SLACK_ORIGINS', '*'],
    ['FLOWBELL_SLACK_ORIGINS', 'null'],
    ['FLOWBELL_EVENT_BUS_NAME', 'my bus'],
    ['FLOWBELL_EVENT_BUS_NAME', 'arn:aws:events:eu-west-1:12:event-bus/x'],
    ['FLOWBELL_AUDIT_LOG_GROUP', 'my group'],
    ['FLOWBELL_AUDIT_LOG_GROUP', 'g'.repeat(513)],
    ['FLOWBELL_AUDIT_LOG_GROUP', 'arn:aws:logs:eu-west-1:123456789012:log-group:x'],
    ['FLOWBELL_DEAD_LETTER_QUEUE_URL', 'flowbell'],
    ['FLOWBELL_DEAD_LETTER_QUEUE_URL', 'arn:aws:sqs:eu-west-1:123456789012:flowbell'],
    ['FLOWBELL_POLL_TABLE', '35;14'],
    ['FLOWBELL_POLL_TABLE', '35, 14'],
    ['FLOWBELL_POLL_TABLE', '0,5'],
    ['FLOWBELL_POLL_TABLE', '901'],
    ['FLOWBELL_POLL_TABLE', '1x151'],
    ['FLOWBELL_POLL_TABLE', '900x48'],
    ['FLOWBELL_OVERDUE_MINUTES', '0'],
    ['FLOWBELL_OVERDUE_MINUTES', '721'],
    ['FLOWBELL_OVERDUE_MINUTES', '-5'],
    ['FLOWBELL_OVERDUE_MINUTES', '1.5'],
    ['FLOWBELL_OVERDUE_MINUTES', '060'],
    ['FLOWBELL_OVERDUE_MINUTES', '1e2'],
    ['FLOWBELL_OVERDUE_MINUTES', 'sixty'],
    ['FLOWBELL_OVERDUE_MINUTES', ' '],
    ['FLOWBELL_STATE_MACHINE_ARN', 'flowbell'],
    ['FLOWBELL_STATE_MACHINE_ARN', machine.replace('stateMachine', 'execution')],
    ['FLOWBELL_STACK_NAME', '1flowbell'],
    ['FLOWBELL_STACK_NAME', 'flow_bell'],
    ['FLOWBELL_STACK_NAME', 'flow bell'],
    ['FLOWBELL_STACK_NAME', 'flüsse'],
    ['FLOWBELL_STACK_NAME', 'flowbell\n'],
    ['FLOWBELL_STACK_NAME', `f${'x'.repeat(128)}`],
  ])('%s=%j', (name, value) => {
    expect(complaint({ ...valid, [name]: value })).toMatch(new RegExp(`^${name} must be `, 'u'))
  })

  test('its value is not repeated: it may be a secret in the wrong place', () => {
    const webhook = 'https://hooks.slack.com/services/T000/B000/NEVERSHOWN'
    for (const name of names) {
      try {
        readSettings({ [name]: webhook }, [])
      } catch (error) {
        expect(String(error)).not.toContain('NEVERSHOWN')
      }
    }
  })

  test('an API address that is not allowed: its origin must be among the extra origins', () => {
    const environment = { FLOWBELL_SLACK_API_URL: 'http://127.0.0.1:9099/api/' }
    expect(complaint(environment)).toMatch(/^FLOWBELL_SLACK_API_URL is not at one of Slack's own origins/u)
    const allowed = readSettings({ ...environment, FLOWBELL_SLACK_ORIGINS: 'http://127.0.0.1:9099' }, [])
    expect(allowed.slackApiUrl).toBe('http://127.0.0.1:9099/api/')
  })
})

describe('well-formed settings', () => {
  test.each<[Name, string]>([
    ['FLOWBELL_TOPIC_ARN', topic.replace('arn:aws', 'arn:aws-cn')],
    ['FLOWBELL_TOPIC_ARN', topic.replace('arn:aws', 'arn:aws-us-gov')],
    ['FLOWBELL_EVENT_BUS_NAME', 'arn:aws:events:eu-west-1:123456789012:event-bus/security'],
    ['FLOWBELL_AUDIT_LOG_GROUP', '/a.b-c_d/#1'],
    ['FLOWBELL_DEAD_LETTER_QUEUE_URL', 'http://127.0.0.1:4566/queue'],
    ['FLOWBELL_POLL_TABLE', '5'],
    ['FLOWBELL_POLL_TABLE', '900x47'],
    ['FLOWBELL_POLL_TABLE', '1x150'],
    ['FLOWBELL_OVERDUE_MINUTES', '1'],
    ['FLOWBELL_OVERDUE_MINUTES', '720'],
    ['FLOWBELL_STACK_NAME', 'f'],
    ['FLOWBELL_STACK_NAME', `F${'x-'.repeat(63)}9`],
  ])('%s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value }, [])).not.toThrow()
  })

  test('whole minutes from 1 to 720, and no other number, say when an operation is overdue', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 2000 }), minutes => {
        const read = () => readSettings({ FLOWBELL_OVERDUE_MINUTES: `${minutes}` }, []).overdueAfterSeconds
        if (minutes >= 1 && minutes <= 720) expect(read()).toBe(minutes * 60)
        else expect(read).toThrow(InvalidSettingError)
      }),
      { examples: [[0], [1], [9], [10], [99], [100], [699], [700], [719], [720], [721]] },
    )
  })

  test('several origins are separated by commas; white space and a last slash do not matter', () => {
    const list = ' http://127.0.0.1:9099/ ,, https://gateway.example'
    expect(readSettings({ FLOWBELL_SLACK_ORIGINS: list }, []).slackOrigins).toEqual([
      'http://127.0.0.1:9099',
      'https://gateway.example',
    ])
  })

  test('the API address gets the slash that relative method names need', () => {
    expect(readSettings({ FLOWBELL_SLACK_API_URL: 'https://slack.com/api' }, []).slackApiUrl).toBe(
      'https://slack.com/api/',
    )
  })
})

describe('the configured channels', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['none', {}, []],
    ['sns', { FLOWBELL_TOPIC_ARN: topic }, ['sns']],
    ['slack', { FLOWBELL_SLACK_SECRET_ARN: secret }, ['slack']],
    ['eventbridge', { FLOWBELL_EVENT_BUS_NAME: 'default' }, ['eventbridge']],
    ['teams', { FLOWBELL_TEAMS_SECRET_ARN: secret }, ['teams']],
    ['all', valid, ['sns', 'slack', 'eventbridge', 'teams']],
  ])('%s', (_name, environment, channels) => {
    expect(configuredChannels(readSettings(environment, []))).toEqual(channels)
  })
})
