import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pollTableIn } from '../../functions/domain/pollTable.ts'
import { defaults } from './defaultParameters.ts'
import { projectRoot } from './packageStack.ts'

type Values = Record<string, unknown>
const load = createRequire(import.meta.url)
const { faultInParameters } = load('../../scripts/parameterSchema.cjs') as {
  faultInParameters: (values: Values, region: string) => string | null
}

const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:flowbell/slack-AbCdEf'
const key = 'arn:aws:kms:us-east-1:123456789012:key/0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'
const topic = 'arn:aws:sns:us-east-1:123456789012:security'
const fault = (change: Values, region = 'us-east-1') => faultInParameters({ ...defaults, ...change }, region)

describe('the parameters of the stack', () => {
  test('are those of serverless.yml, whose defaults work', () => {
    const file = readFileSync(path.join(projectRoot, 'serverless.yml'), 'utf8')
    const block = /^ {2}default:\n((?: {4}.*\n)+)/m.exec(file)?.[1] ?? ''
    const names = [...block.matchAll(/^ {4}(\w+):/gm)].map(match => match[1])

    expect(names).toEqual(Object.keys(defaults))
    expect(fault({})).toBeNull()
  })

  test.each([
    [{ slackSecretArn: secret, slackSecretKmsKeyArn: key }],
    [{ createSlackSecret: true }],
    [{ teamsSecretArn: secret, teamsSecretKmsKeyArn: key }],
    [{ createSlackSecret: 'true', reserveConcurrency: 'false' }],
    [{ topicArn: topic, topicKmsKeyArn: key, kmsKeyArn: key }],
    [{ kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/mrk-1234567890abcdef' }],
    [{ eventBusName: 'security/flow.events_1', alarmEmail: 'on-call+flowbell@example.com' }],
    [{ routesFile: 'routes.json', routedTopicArns: `${topic},${topic}-2` }],
    [{ routesParameter: '/security/flowbell/routes' }],
    [{ routesParameter: 'routes' }],
    [{ overdueMinutes: '720', auditRetentionDays: '3653', logRetentionDays: 1, sweepMinutes: '5' }],
  ])('may be %j', given => {
    expect(fault(given)).toBeNull()
  })

  test('take just the poll tables that the functions read', () => {
    const number = fc.constantFrom(
      '',
      '0',
      '1',
      '7',
      '60',
      '899',
      '900',
      '901',
      '1000',
      '0x',
      '150',
      '151',
      'x',
    )
    const run = fc.tuple(number, fc.constantFrom('', 'x', ' x'), number).map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), runs => {
        const pollTable = runs.join(',')
        expect(fault({ pollTable }) === null).toBe(pollTable === '' || pollTableIn(pollTable) !== null)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('may name resources in %s', (region, partition) => {
    expect(fault({ topicArn: `arn:${partition}:sns:${region}:123456789012:security` }, region)).toBeNull()
  })

  test.each([
    [{ slackSecretArm: secret }, 'slackSecretArm is no parameter of this stack'],
    [
      { slackSecretArn: 'flowbell/slack' },
      'slackSecretArn must be the whole ARN of a Secrets Manager secret',
    ],
    [
      { slackSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:flowbell/slack' },
      'slackSecretArn must be the whole ARN of a Secrets Manager secret, with the six characters',
    ],
    [
      { slackSecretArn: secret, slackSecretKmsKeyArn: 'alias/x' },
      'slackSecretKmsKeyArn must be the ARN of the KMS key',
    ],
    [{ teamsSecretArn: 'flowbell/teams' }, 'teamsSecretArn must be the whole ARN'],
    [{ teamsSecretKmsKeyArn: key }, 'teamsSecretKmsKeyArn is the key of a given secret'],
    [{ slackSecretKmsKeyArn: key }, 'slackSecretKmsKeyArn is the key of a given secret'],
    [
      { slackSecretArn: secret, createSlackSecret: true },
      'createSlackSecret is true although slackSecretArn',
    ],
    [{ createSlackSecret: 'yes' }, 'createSlackSecret must be true or false'],
    [{ topicArn: `${topic}.fifo` }, 'topicArn must be the ARN of a standard SNS topic'],
    [{ topicKmsKeyArn: key }, 'topicKmsKeyArn is the key of a given topic'],
    [{ kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/x' }, 'kmsKeyArn must be the ARN of a KMS key'],
    [
      { eventBusName: 'arn:aws:events:us-east-1:123456789012:event-bus/x' },
      'eventBusName must be the name, not the ARN',
    ],
    [{ routesFile: ['routes.json'] }, 'routesFile must be the path of a JSON file'],
    [
      { routesFile: 'routes.json', routesParameter: 'routes' },
      'routesFile gives routes although routesParameter names some: leave one of the two out',
    ],
    [
      { routesParameter: 'arn:aws:ssm:us-east-1:123456789012:parameter/routes' },
      'routesParameter must be the name, not the ARN, of a Systems Manager parameter',
    ],
    [{ routesParameter: '/routes/' }, 'routesParameter must be the name'],
    [{ routesParameter: '//routes' }, 'routesParameter must be the name'],
    [{ routedTopicArns: 'incidents' }, 'routedTopicArns must be ARNs of standard SNS topics'],
    [{ routedTopicArns: `${topic}, ${topic}-2` }, 'routedTopicArns must be .*, separated by commas without'],
    [{ routedTopicArns: `${topic},` }, 'routedTopicArns must be ARNs of standard SNS topics'],
    [{ routedTopicArns: `${topic},${topic}.fifo` }, 'routedTopicArns must be ARNs of standard SNS topics'],
    [
      { routedTopicArns: `${topic},${topic.replace('us-east-1', 'eu-west-1')}` },
      'routedTopicArns lies in eu-west-1, but the stack goes to us-east-1',
    ],
    [{ pollTable: '35;14' }, 'pollTable must be whole seconds between polls'],
    [{ pollTable: '901' }, 'pollTable must be whole seconds between polls'],
    [{ overdueMinutes: 0 }, 'overdueMinutes must be whole minutes from 1 to 720'],
    [{ overdueMinutes: 721 }, 'overdueMinutes must be whole minutes from 1 to 720'],
    [{ overdueMinutes: 1.5 }, 'overdueMinutes must be whole minutes'],
    [{ auditRetentionDays: 31 }, 'auditRetentionDays must be a number of days that CloudWatch Logs knows'],
    [{ logRetentionDays: 'ever' }, 'logRetentionDays must be a number of days that CloudWatch Logs knows'],
    [{ sweepMinutes: 4 }, 'sweepMinutes must be whole minutes from 5'],
    [{ sweepMinutes: 61 }, 'sweepMinutes must be whole minutes from 5'],
    [{ alarmEmail: 'oncall' }, 'alarmEmail must be one mail address'],
    [{ alarmEmail: 'a@example.com, b@example.com' }, 'alarmEmail must be one mail address'],
    [{ reserveConcurrency: 1 }, 'reserveConcurrency must be true or false'],
    [{ kmsKeyArn: ['x'] }, 'kmsKeyArn must be the ARN of a KMS key'],
    [
      { topicArn: topic.replace('us-east-1', 'eu-west-1') },
      'topicArn lies in eu-west-1, but the stack goes to us-east-1',
    ],
  ])('may not be %j', (given, error) => {
    expect(fault(given)).toMatch(new RegExp(`^${error}`))
  })

  test('are refused with the way to mend them', () => {
    expect(fault({ slackSecretArm: secret })).toContain('use one of slackSecretArn, ')
    expect(fault({ kmsKeyArn: 'x' })).toContain('"aws kms describe-key')
  })
})
