/** The names of the template's resources that a person asks for; `resources/` and `serverless.yml` give them. */
export const functionNames = [
  'startWatch',
  'sweepOperations',
  'pollOperation',
  'collectResults',
  'gatherContext',
  'composeNotice',
  'recordAudit',
  'deliverNotification',
  'parkNotification',
] as const
export type FunctionName = (typeof functionNames)[number]

export const logicalIds = {
  stateMachine: 'WatchStateMachine',
  rules: ['FlowOperationStartedRule', 'FlowOperationRefusedRule'],
  sweepSchedule: 'SweepSchedule',
  sweepLogGroup: 'SweepOperationsLogGroup',
  operationsTopic: 'OperationsTopic',
  notificationQueue: 'NotificationDeadLetterQueue',
  startEventQueue: 'StartEventDeadLetterQueue',
  sweepQueue: 'SweepDeadLetterQueue',
} as const

/** The framework's rule for a function's resource. */
export function functionLogicalId(name: FunctionName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`
}
