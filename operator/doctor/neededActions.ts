import type { FunctionName } from '../deployed/logicalIds.ts'

/** What an action is done on; `permissionTargets.ts` turns it into ARNs. */
export type TargetName =
  | 'stateMachine'
  | 'firewall'
  | 'firewallPolicy'
  | 'everything'
  | 'auditLog'
  | 'topic'
  | 'slackSecret'
  | 'teamsSecret'
  | 'eventBus'
  | 'routesParameter'
  | 'notificationQueue'
  | 'startEventQueue'
  | 'sweepQueue'
  | 'sweepFunction'
  | 'taskFunctions'

/** Whose role it is: a function's, the state machine's or the schedule's. */
export type RoleOwner = FunctionName | 'stateMachine' | 'sweepSchedule'

export type Need = {
  readonly owner: RoleOwner
  readonly actions: readonly string[]
  readonly on: TargetName
}

const writeLog = ['logs:CreateLogStream', 'logs:PutLogEvents']

/**
 * The actions without which Flowbell does not do its work: what each function's code calls, and who has to be able to call it.
 * Logs and traces of a function and of the state machine are left out, and so are keys: `checks/keys.ts` asks for those that are
 * given. `resources/` grants them all.
 */
export const neededActions: readonly Need[] = [
  { owner: 'startWatch', actions: ['states:StartExecution'], on: 'stateMachine' },
  { owner: 'startWatch', actions: ['network-firewall:ListFlowOperations'], on: 'firewall' },
  { owner: 'startWatch', actions: writeLog, on: 'auditLog' },
  // Lambda keeps an event whose watch could not be started, with the function's own role.
  { owner: 'startWatch', actions: ['sqs:SendMessage'], on: 'startEventQueue' },
  { owner: 'sweepOperations', actions: ['states:StartExecution'], on: 'stateMachine' },
  {
    owner: 'sweepOperations',
    actions: [
      'network-firewall:DescribeFirewall',
      'network-firewall:DescribeFlowOperation',
      'network-firewall:ListFlowOperations',
    ],
    on: 'firewall',
  },
  {
    owner: 'sweepOperations',
    actions: ['network-firewall:ListFirewalls', 'network-firewall:ListVpcEndpointAssociations'],
    on: 'everything',
  },
  { owner: 'pollOperation', actions: ['network-firewall:DescribeFlowOperation'], on: 'firewall' },
  { owner: 'collectResults', actions: ['network-firewall:ListFlowOperationResults'], on: 'firewall' },
  {
    owner: 'gatherContext',
    actions: [
      'network-firewall:DescribeFirewall',
      'network-firewall:DescribeFlowOperation',
      'network-firewall:ListFlowOperations',
    ],
    on: 'firewall',
  },
  { owner: 'gatherContext', actions: ['network-firewall:DescribeFirewallPolicy'], on: 'firewallPolicy' },
  { owner: 'composeNotice', actions: ['ssm:GetParameter'], on: 'routesParameter' },
  { owner: 'recordAudit', actions: writeLog, on: 'auditLog' },
  { owner: 'deliverNotification', actions: ['sns:Publish'], on: 'topic' },
  { owner: 'deliverNotification', actions: ['secretsmanager:GetSecretValue'], on: 'slackSecret' },
  { owner: 'deliverNotification', actions: ['secretsmanager:GetSecretValue'], on: 'teamsSecret' },
  { owner: 'deliverNotification', actions: ['events:PutEvents'], on: 'eventBus' },
  { owner: 'parkNotification', actions: ['sqs:SendMessage'], on: 'notificationQueue' },
  { owner: 'stateMachine', actions: ['lambda:InvokeFunction'], on: 'taskFunctions' },
  { owner: 'sweepSchedule', actions: ['lambda:InvokeFunction'], on: 'sweepFunction' },
  { owner: 'sweepSchedule', actions: ['sqs:SendMessage'], on: 'sweepQueue' },
]
