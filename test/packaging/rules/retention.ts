import type { ResolvedStack } from '../resolveTemplate.ts'
import { ofType } from './policies.ts'

/** What outlives the stack, because people rely on what is in it. */
const kept = [
  'AuditLogGroup',
  'EncryptionKey',
  'NotificationDeadLetterQueue',
  'NotificationTopic',
  'StartEventDeadLetterQueue',
  'WatchLogGroup',
  'StartWatchLogGroup',
  'SweepOperationsLogGroup',
  'PollOperationLogGroup',
  'CollectResultsLogGroup',
  'GatherContextLogGroup',
  'ComposeNoticeLogGroup',
  'RecordAuditLogGroup',
  'DeliverNotificationLogGroup',
  'ParkNotificationLogGroup',
]

/** Where data lies, it is kept when the stack is deleted and when the resource is replaced, and never for ever by accident. */
export function losesData(stack: ResolvedStack): string[] {
  const lost = kept
    .filter(id => id in stack.resources)
    .filter(id => {
      const { DeletionPolicy, UpdateReplacePolicy } = stack.resources[id] ?? {}
      return DeletionPolicy !== 'Retain' || UpdateReplacePolicy !== 'Retain'
    })
    .map(id => `${id} goes with the stack`)
  const groups = ofType(stack, 'AWS::Logs::LogGroup').flatMap(([id, { Properties }]) => {
    const name = Properties['LogGroupName']
    const blocks = typeof name === 'string' && !name.endsWith('-stack-guid')
    return [
      ...(Properties['RetentionInDays'] ? [] : [`${id} is kept for ever`]),
      ...(blocks ? [`${id} is kept under a name that the next stack needs`] : []),
    ]
  })
  return [...lost, ...groups]
}
