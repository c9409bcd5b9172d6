import { describe, expect, test } from '@jest/globals'
import { resolveTemplate } from '../resolveTemplate.ts'
import { notEncrypted } from '../rules/encryption.ts'
import { losesData } from '../rules/retention.ts'
import { type Given, wildcards, wrongRights } from '../rules/rights.ts'
import { withoutTlsOnly } from '../rules/transport.ts'
import { keyAccess, unboundServices } from '../rules/trust.ts'
import type { Packaged } from './packaged.ts'

const own = { keyArn: 'EncryptionKey.Arn', topicArn: 'NotificationTopic' }
const underTopicKey = (key: string, topic: string) =>
  ['kms:GenerateDataKey*', 'kms:Decrypt'].map(action => `${action} on ${key} for aws:sns:topicArn ${topic}`)

const routed = (parameter: string): Given => ({
  ...own,
  delivery: underTopicKey('KEY', 'TOPIC'),
  composition: [`ssm:GetParameter on arn:aws:ssm:us-east-1:123456789012:parameter/${parameter}`],
})

/** What people deploy: the values of the stack's parameters, and what deliverNotification may then do. */
const variants: [string, Record<string, string>, Given][] = [
  ['defaults, without Slack', {}, { ...own, delivery: underTopicKey('KEY', 'TOPIC') }],
  [
    'a Slack secret of its own',
    { CreateSlackSecret: 'true' },
    {
      ...own,
      delivery: [
        ...underTopicKey('KEY', 'TOPIC'),
        'secretsmanager:GetSecretValue on SlackSecret',
        'kms:Decrypt on KEY for SecretARN SlackSecret',
      ],
    },
  ],
  [
    'a given Slack secret',
    { SlackSecretArn: 'given-secret' },
    { ...own, delivery: [...underTopicKey('KEY', 'TOPIC'), 'secretsmanager:GetSecretValue on given-secret'] },
  ],
  [
    'a given Slack secret with its key',
    { SlackSecretArn: 'given-secret', SlackSecretKmsKeyArn: 'secret-key' },
    {
      ...own,
      delivery: [
        ...underTopicKey('KEY', 'TOPIC'),
        'secretsmanager:GetSecretValue on given-secret',
        'kms:Decrypt on secret-key for SecretARN given-secret',
      ],
    },
  ],
  [
    'a Teams secret with its key',
    { TeamsSecretArn: 'teams-secret', TeamsSecretKmsKeyArn: 'teams-key' },
    {
      ...own,
      delivery: [
        ...underTopicKey('KEY', 'TOPIC'),
        'secretsmanager:GetSecretValue on teams-secret',
        'kms:Decrypt on teams-key for SecretARN teams-secret',
      ],
    },
  ],
  ['a given topic', { TopicArn: 'given-topic' }, { ...own, topicArn: 'given-topic', delivery: [] }],
  [
    'a given topic with its key',
    { TopicArn: 'given-topic', TopicKmsKeyArn: 'topic-key' },
    { ...own, topicArn: 'given-topic', delivery: underTopicKey('topic-key', 'TOPIC') },
  ],
  [
    'a given key',
    { KmsKeyArn: 'given-key' },
    { ...own, keyArn: 'given-key', delivery: underTopicKey('KEY', 'TOPIC') },
  ],
  [
    'a bus',
    { EventBusName: 'security' },
    {
      ...own,
      delivery: [
        ...underTopicKey('KEY', 'TOPIC'),
        'events:PutEvents on arn:aws:events:us-east-1:123456789012:event-bus/security',
      ],
    },
  ],
  ['routes of its own', { RoutesDocument: '{}' }, routed('Routes')],
  ['a given parameter with routes', { RoutesParameter: 'routes' }, routed('routes')],
  [
    'a given parameter with routes, whose name has slashes',
    { RoutesParameter: '/security/routes' },
    routed('security/routes'),
  ],
  [
    'topics that routes name',
    { RoutedTopicArns: 'topic-a,topic-b' },
    {
      ...own,
      delivery: [...underTopicKey('KEY', 'TOPIC'), 'sns:Publish on topic-a', 'sns:Publish on topic-b'],
    },
  ],
]

export function describeSafety(packaged: () => Packaged): void {
  describe.each(variants)('with %s', (_, given, expected) => {
    const filled = {
      ...expected,
      delivery: expected.delivery.map(right => right.replace('TOPIC', expected.topicArn)),
    }
    const stack = () => resolveTemplate(packaged().template, given)

    test('each role may do exactly what its code calls, on exactly what it calls it for', () => {
      expect(wrongRights(stack(), filled)).toEqual([])
      expect(wildcards(stack())).toEqual([])
    })

    test('everything that can be encrypted is, under one key', () => {
      expect(notEncrypted(stack(), expected.keyArn)).toEqual([])
      expect('EncryptionKey' in stack().resources).toBe(expected.keyArn === own.keyArn)
    })

    test('nothing takes what comes without TLS', () => {
      expect(withoutTlsOnly(stack())).toEqual([])
    })

    test('each service may act for this stack only', () => {
      expect(unboundServices(stack())).toEqual([])
    })

    test('what people rely on outlives the stack and does not block the next', () => {
      expect(losesData(stack())).toEqual([])
    })
  })

  describe('the key', () => {
    test('turns, and lets in the services that come without a role, each for this stack only', () => {
      const stack = resolveTemplate(packaged().template)

      expect(stack.resources['EncryptionKey']?.Properties['EnableKeyRotation']).toBe(true)
      expect(keyAccess(stack)).toEqual({
        'arn:aws:iam::123456789012:root': {},
        'logs.us-east-1.amazonaws.com': {
          'kms:EncryptionContext:aws:logs:arn': [
            'arn:aws:logs:us-east-1:123456789012:log-group:flowbell-dev-*',
            'arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/states/flowbell-dev-*',
          ],
        },
        'events.amazonaws.com': {
          'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:us-east-1:123456789012:flowbell-dev-*',
        },
        'cloudwatch.amazonaws.com': {
          'aws:SourceAccount': '123456789012',
          'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:flowbell-dev-*',
          'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:us-east-1:123456789012:flowbell-dev-*',
        },
      })
    })
  })

  describe('the template', () => {
    test('names no credential', () => {
      const secret =
        /\b(AKIA|ASIA)[0-9A-Z]{16}|xox[a-z]-|hooks\.slack|secret_?access_?key|session_?token|PRIVATE KEY/i

      expect(JSON.stringify(packaged().template)).not.toMatch(secret)
    })

    test('gives a secret of its own no value, which everybody who may see the stack could read', () => {
      const { resources } = resolveTemplate(packaged().template, { CreateSlackSecret: 'true' })

      expect(Object.keys(resources['SlackSecret']?.Properties ?? {})).toEqual(['Description', 'KmsKeyId'])
    })

    test('names no partition, except in the service integrations that have only this one form', () => {
      const machineless = JSON.stringify({ ...packaged().template.Resources, WatchStateMachine: null })

      expect(machineless).not.toMatch(/arn:aws[a-z-]*:/)
    })

    test('puts out what a person needs next', () => {
      const { outputs } = resolveTemplate(packaged().template)

      expect(outputs).toMatchObject({
        NotificationTopicArn: 'NotificationTopic',
        WatchStateMachineArn: 'WatchStateMachine',
        AuditLogGroupName: 'AuditLogGroup',
        NotificationDeadLetterQueueUrl: 'NotificationDeadLetterQueue',
        StartEventDeadLetterQueueUrl: 'StartEventDeadLetterQueue',
        OperationsTopicArn: 'OperationsTopic',
        DashboardName: 'Dashboard',
      })
      expect(resolveTemplate(packaged().template, { TopicArn: 'given-topic' }).outputs).toMatchObject({
        NotificationTopicArn: 'given-topic',
      })
    })
  })
}
