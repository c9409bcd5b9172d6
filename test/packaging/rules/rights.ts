import type { ResolvedStack } from '../resolveTemplate.ts'
import { conditionsOf, inlineStatements, listed, ofType, type Statement } from './policies.ts'

const inRegion = (service: string) => `arn:aws:${service}:us-east-1:123456789012`
const firewalls = `${inRegion('network-firewall')}:firewall/*`
const machineFunctions = [
  'PollOperation',
  'CollectResults',
  'GatherContext',
  'ComposeNotice',
  'RecordAudit',
  'DeliverNotification',
  'ParkNotification',
].flatMap(name => [`${name}LambdaFunction.Arn`, `${name}LambdaFunction.Arn:*`])

/**
 * All that each role may do, as `<action> on <resource>`: the calls its code makes, no more and no less. What every function
 * may do besides stands below.
 */
const rights: Record<string, string[]> = {
  StartWatchRole: [
    'states:StartExecution on WatchStateMachine',
    `network-firewall:ListFlowOperations on ${firewalls}`,
    'logs:CreateLogStream on AuditLogGroup.Arn',
    'logs:PutLogEvents on AuditLogGroup.Arn',
    // Lambda itself sends with the function's role what failed on every attempt.
    'sqs:SendMessage on StartEventDeadLetterQueue.Arn',
    'kms:GenerateDataKey on KEY for aws:sqs:arn StartEventDeadLetterQueue.Arn',
    'kms:Decrypt on KEY for aws:sqs:arn StartEventDeadLetterQueue.Arn',
  ],
  SweepOperationsRole: [
    'network-firewall:ListFirewalls on *',
    `network-firewall:DescribeFirewall on ${firewalls}`,
    `network-firewall:ListFlowOperations on ${firewalls}`,
    `network-firewall:DescribeFlowOperation on ${firewalls}`,
    'network-firewall:ListVpcEndpointAssociations on *',
    'states:StartExecution on WatchStateMachine',
  ],
  PollOperationRole: [`network-firewall:DescribeFlowOperation on ${firewalls}`],
  CollectResultsRole: [`network-firewall:ListFlowOperationResults on ${firewalls}`],
  GatherContextRole: [
    `network-firewall:DescribeFirewall on ${firewalls}`,
    `network-firewall:ListFlowOperations on ${firewalls}`,
    `network-firewall:DescribeFlowOperation on ${firewalls}`,
    `network-firewall:DescribeFirewallPolicy on ${inRegion('network-firewall')}:firewall-policy/*`,
  ],
  ComposeNoticeRole: [],
  RecordAuditRole: ['logs:CreateLogStream on AuditLogGroup.Arn', 'logs:PutLogEvents on AuditLogGroup.Arn'],
  DeliverNotificationRole: ['sns:Publish on TOPIC'],
  ParkNotificationRole: [
    'sqs:SendMessage on NotificationDeadLetterQueue.Arn',
    'kms:GenerateDataKey on KEY for aws:sqs:arn NotificationDeadLetterQueue.Arn',
    'kms:Decrypt on KEY for aws:sqs:arn NotificationDeadLetterQueue.Arn',
  ],
  WatchStateMachineRole: [
    ...machineFunctions.map(resource => `lambda:InvokeFunction on ${resource}`),
    ...[
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ].map(action => `${action} on *`),
  ],
  SweepScheduleRole: [
    'lambda:InvokeFunction on SweepOperationsLambdaFunction.Arn',
    'sqs:SendMessage on SweepDeadLetterQueue.Arn',
    'kms:GenerateDataKey on KEY for aws:sqs:arn SweepDeadLetterQueue.Arn',
    'kms:Decrypt on KEY for aws:sqs:arn SweepDeadLetterQueue.Arn',
    `kms:Decrypt on KEY for aws:scheduler:schedule:arn ${inRegion('scheduler')}:schedule/default/flowbell-dev-sweep`,
  ],
}

/** Its own log, its own environment, its traces. */
function rightsOfEveryFunction(role: string): string[] {
  const name = role.replace(/Role$/, '')
  const functionName = `flowbell-dev-${name.charAt(0).toLowerCase()}${name.slice(1)}`
  return [
    `logs:CreateLogStream on ${name}LogGroup.Arn`,
    `logs:PutLogEvents on ${name}LogGroup.Arn`,
    `kms:Decrypt on KEY for aws:lambda:FunctionArn ${inRegion('lambda')}:function:${functionName}`,
    'xray:PutTraceSegments on *',
    'xray:PutTelemetryRecords on *',
  ]
}

/** What differs with the parameters. */
export interface Given {
  readonly keyArn: string
  readonly topicArn: string
  /** Rights of deliverNotification that come with what is configured. */
  readonly delivery: readonly string[]
  /** Rights of composeNotice that come with routes; default: none. */
  readonly composition?: readonly string[]
}

/** The rights that a role has too many, and those it lacks. */
export function wrongRights(
  stack: ResolvedStack,
  { keyArn, topicArn, delivery, composition = [] }: Given,
): string[] {
  const filled = (right: string) =>
    right.replace(' on KEY', ` on ${keyArn}`).replace(' on TOPIC', ` on ${topicArn}`)
  const roles = ofType(stack, 'AWS::IAM::Role')
  const unknown = roles.filter(([id]) => !(id in rights)).map(([id]) => `${id} is in no table`)
  return Object.entries(rights).reduce((findings, [id, own]) => {
    const isOfFunction = `${id.replace(/Role$/, '')}LambdaFunction` in stack.resources
    const wanted = [
      ...own,
      ...(isOfFunction ? rightsOfEveryFunction(id) : []),
      ...(id === 'DeliverNotificationRole' ? delivery : []),
      ...(id === 'ComposeNoticeRole' ? composition : []),
    ].map(filled)
    const role = roles.find(([roleId]) => roleId === id)?.[1]
    const had = role ? inlineStatements(role).flatMap(rightsIn) : []
    const managed = (role?.Properties['ManagedPolicyArns'] ?? []) as string[]
    return [
      ...findings,
      ...had.filter(right => !wanted.includes(right)).map(right => `${id} may too much: ${right}`),
      ...wanted.filter(right => !had.includes(right)).map(right => `${id} may too little: ${right}`),
      ...managed.map(policy => `${id} may too much: ${policy}`),
    ]
  }, unknown)
}

function rightsIn(statement: Statement): string[] {
  if (statement.Effect !== 'Allow') return []
  const conditions = Object.entries(conditionsOf(statement)).map(
    ([key, value]) => ` for ${key.replace('kms:EncryptionContext:', '')} ${String(value)}`,
  )
  return listed(statement.Action).flatMap(action =>
    listed(statement.Resource).map(resource => `${action} on ${resource}${conditions.join('')}`),
  )
}

/** Actions that IAM accepts on `*` only, and why nothing narrower can be said. */
const actionsWithoutResource: Record<string, string> = {
  'network-firewall:ListFirewalls': 'which firewalls there are is no question about one of them',
  'network-firewall:ListVpcEndpointAssociations': 'a list, as resources/roles.yml has it',
  'xray:PutTraceSegments': 'X-Ray has no resource types for traces',
  'xray:PutTelemetryRecords': 'X-Ray has no resource types for traces',
  'xray:GetSamplingRules': 'sampling rules are those of the account',
  'xray:GetSamplingTargets': 'sampling rules are those of the account',
  'logs:CreateLogDelivery': 'log delivery has no resource types',
  'logs:DeleteLogDelivery': 'log delivery has no resource types',
  'logs:DescribeLogGroups': 'log delivery looks at all groups of the account',
  'logs:DescribeResourcePolicies': 'resource policies of CloudWatch Logs are those of the account',
  'logs:GetLogDelivery': 'log delivery has no resource types',
  'logs:ListLogDeliveries': 'log delivery has no resource types',
  'logs:PutResourcePolicy': 'resource policies of CloudWatch Logs are those of the account',
  'logs:UpdateLogDelivery': 'log delivery has no resource types',
}

/** No role may do anything on everything without a reason, and no action is a pattern that grows with the service. */
export function wildcards(stack: ResolvedStack): string[] {
  return ofType(stack, 'AWS::IAM::Role').flatMap(([id, role]) =>
    inlineStatements(role).flatMap(statement => {
      const onEverything = listed(statement.Resource).includes('*')
      return listed(statement.Action)
        .filter(action => isPattern(action) || (onEverything && !(action in actionsWithoutResource)))
        .map(action => `${id} may ${action} on ${listed(statement.Resource).join(', ')}`)
    }),
  )
}

/** SNS asks for either form of GenerateDataKey, as its guide puts it. */
const isPattern = (action: string) => action.includes('*') && action !== 'kms:GenerateDataKey*'
