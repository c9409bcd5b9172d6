import { describe, expect, test } from '@jest/globals'
import { type ResolvedStack, resolveTemplate } from '../resolveTemplate.ts'
import { muteAlarms } from '../rules/alarms.ts'
import { notEncrypted } from '../rules/encryption.ts'
import type { Statement } from '../rules/policies.ts'
import { losesData } from '../rules/retention.ts'
import { wildcards, wrongRights } from '../rules/rights.ts'
import { withoutTlsOnly } from '../rules/transport.ts'
import { unboundServices } from '../rules/trust.ts'
import type { Packaged } from './packaged.ts'

type Writable = Record<string, { DeletionPolicy?: string; Properties: Record<string, unknown> }>
interface Policy {
  readonly PolicyDocument: { readonly Statement: Statement[] }
}
type Rule = (stack: ResolvedStack) => string[]

const given = { keyArn: 'EncryptionKey.Arn', topicArn: 'NotificationTopic', delivery: [] }
const rights: Rule = stack =>
  wrongRights(stack, given).filter(finding => !finding.startsWith('DeliverNotification'))

/** A fault, the rule that must find it, and what the finding names. */
const faults: [string, Rule, (resources: Writable) => void, string][] = [
  [
    'a missing permission',
    rights,
    resources => statements(resources, 'PollOperationRole').shift(),
    'PollOperationRole may too little: network-firewall:DescribeFlowOperation',
  ],
  [
    'an extra permission',
    rights,
    resources =>
      statements(resources, 'ComposeNoticeRole').push({
        Effect: 'Allow',
        Action: 'network-firewall:StartFlowFlush',
        Resource: 'x',
      }),
    'ComposeNoticeRole may too much: network-firewall:StartFlowFlush',
  ],
  [
    'a permission on too much',
    rights,
    resources => Object.assign(statements(resources, 'ParkNotificationRole')[0] ?? {}, { Resource: '*' }),
    'ParkNotificationRole may too much: sqs:SendMessage on *',
  ],
  [
    'a wildcard action',
    wildcards,
    resources => Object.assign(statements(resources, 'ParkNotificationRole')[0] ?? {}, { Action: 'sqs:*' }),
    'ParkNotificationRole may sqs:*',
  ],
  [
    'a resource that is everything',
    wildcards,
    resources => Object.assign(statements(resources, 'ParkNotificationRole')[0] ?? {}, { Resource: '*' }),
    'ParkNotificationRole may sqs:SendMessage on *',
  ],
  [
    'a queue without the key',
    stack => notEncrypted(stack, given.keyArn),
    resources => delete resources['SweepDeadLetterQueue']?.Properties['KmsMasterKeyId'],
    'SweepDeadLetterQueue is not encrypted',
  ],
  [
    'a topic under another key',
    stack => notEncrypted(stack, given.keyArn),
    resources =>
      Object.assign(resources['OperationsTopic']?.Properties ?? {}, { KmsMasterKeyId: 'alias/aws/sns' }),
    'OperationsTopic is not encrypted',
  ],
  [
    'a queue that nothing denies',
    withoutTlsOnly,
    resources => delete resources['NotificationDeadLetterQueuePolicy'],
    'NotificationDeadLetterQueue takes what comes without TLS',
  ],
  [
    'a role that any schedule may use',
    unboundServices,
    resources => {
      const trust = resources['SweepScheduleRole']?.Properties['AssumeRolePolicyDocument'] as {
        Statement: object[]
      }
      trust.Statement = trust.Statement.map(statement => ({ ...statement, Condition: {} }))
    },
    'SweepScheduleRole lets in scheduler.amazonaws.com without saying for whom',
  ],
  [
    'an invocation by any rule of any account',
    unboundServices,
    resources => delete resources['FlowOperationStartedPermission']?.Properties['SourceAccount'],
    'FlowOperationStartedPermission lets a service in',
  ],
  [
    'an audit log that goes with the stack',
    losesData,
    resources => Object.assign(resources['AuditLogGroup'] ?? {}, { DeletionPolicy: 'Delete' }),
    'AuditLogGroup goes with the stack',
  ],
  [
    'a log that is kept for ever',
    losesData,
    resources => delete resources['WatchLogGroup']?.Properties['RetentionInDays'],
    'WatchLogGroup is kept for ever',
  ],
  [
    'an alarm that nobody hears',
    muteAlarms,
    resources => Object.assign(resources['EventsLostAlarm']?.Properties ?? {}, { AlarmActions: [] }),
    'EventsLostAlarm does not tell the operations topic',
  ],
  [
    'an alarm without help',
    muteAlarms,
    resources =>
      Object.assign(resources['EventsLostAlarm']?.Properties ?? {}, { AlarmDescription: 'Look into it.' }),
    'EventsLostAlarm names no section of the runbook',
  ],
]

export function describePlantedFaults(packaged: () => Packaged): void {
  describe('the rules', () => {
    test.each(faults)('find %s', (_, rule, plant, finding) => {
      const stack = resolveTemplate(packaged().template)
      expect(rule(stack)).toEqual([])

      plant(stack.resources)

      expect(rule(stack).join('\n')).toContain(finding)
    })
  })
}

function statements(resources: Writable, role: string): Statement[] {
  const policies = (resources[role]?.Properties['Policies'] ?? []) as Policy[]
  return policies[0]?.PolicyDocument.Statement ?? []
}
