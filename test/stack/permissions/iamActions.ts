import type { RecordedRequest, ServiceName } from '../../../local/model/wire/requestLog.ts'
import type { Place } from './resourceKinds.ts'
import type { Right } from './rights.ts'

type ActionRule = {
  readonly action: string
  /** The resources that IAM checks for a request. */
  readonly resources: (body: RecordedRequest['body'], place: Place) => readonly string[]
}

const arn = (place: Place, service: string, resource: string) =>
  `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`

const member =
  (name: string): ActionRule['resources'] =>
  body => [String(body[name])]

/** For calls that are about no resource in particular. */
const everything: ActionRule['resources'] = () => ['*']

const logStream: ActionRule['resources'] = ({ logGroupName, logStreamName }, place) => [
  arn(place, 'logs', `log-group:${String(logGroupName)}:log-stream:${String(logStreamName)}`),
]

const eventBuses: ActionRule['resources'] = ({ Entries }, place) =>
  (Entries as readonly { readonly EventBusName?: string }[]).map(({ EventBusName = 'default' }) =>
    EventBusName.startsWith('arn:') ? EventBusName : arn(place, 'events', `event-bus/${EventBusName}`),
  )

const queue: ActionRule['resources'] = ({ QueueUrl }, place) => [
  arn(place, 'sqs', String(QueueUrl).split('/').at(-1) ?? ''),
]

/** By name; one that begins with a slash has its ARN with that slash only. */
const parameter: ActionRule['resources'] = ({ Name }, place) => [
  arn(place, 'ssm', `parameter/${String(Name).replace(/^\//, '')}`),
]

const firewall = member('FirewallArn')

/** Which IAM action, on what, each call needs: by the local model's name of the service and the API's of the operation. */
const actionRules: Readonly<Record<string, ActionRule>> = {
  'networkFirewall.DescribeFirewall': { action: 'network-firewall:DescribeFirewall', resources: firewall },
  'networkFirewall.DescribeFirewallPolicy': {
    action: 'network-firewall:DescribeFirewallPolicy',
    resources: member('FirewallPolicyArn'),
  },
  'networkFirewall.DescribeFlowOperation': {
    action: 'network-firewall:DescribeFlowOperation',
    resources: firewall,
  },
  'networkFirewall.ListFirewalls': { action: 'network-firewall:ListFirewalls', resources: everything },
  'networkFirewall.ListFlowOperationResults': {
    action: 'network-firewall:ListFlowOperationResults',
    resources: firewall,
  },
  'networkFirewall.ListFlowOperations': {
    action: 'network-firewall:ListFlowOperations',
    resources: firewall,
  },
  'networkFirewall.ListVpcEndpointAssociations': {
    action: 'network-firewall:ListVpcEndpointAssociations',
    resources: everything,
  },
  'stepFunctions.StartExecution': { action: 'states:StartExecution', resources: member('stateMachineArn') },
  'logs.CreateLogStream': { action: 'logs:CreateLogStream', resources: logStream },
  'logs.PutLogEvents': { action: 'logs:PutLogEvents', resources: logStream },
  'sns.Publish': { action: 'sns:Publish', resources: member('TopicArn') },
  'secrets.GetSecretValue': { action: 'secretsmanager:GetSecretValue', resources: member('SecretId') },
  'eventBridge.PutEvents': { action: 'events:PutEvents', resources: eventBuses },
  'systemsManager.GetParameter': { action: 'ssm:GetParameter', resources: parameter },
  'sqs.SendMessage': { action: 'sqs:SendMessage', resources: queue },
}

/** Chat services know no IAM. */
const withoutIam: readonly ServiceName[] = ['slack', 'teams']

/** The rights that recorded calls need. Throws an Error for a call whose IAM action is not known. */
export function rightsOfCalls(requests: readonly RecordedRequest[], place: Place): Right[] {
  return requests
    .filter(({ service }) => !withoutIam.includes(service))
    .flatMap(({ service, operation, body }) => {
      const rule = actionRules[`${service}.${operation}`]
      if (!rule) throw new Error(`no IAM action is known for ${service}.${operation}`)
      return rule.resources(body, place).map(resource => ({ action: rule.action, resource }))
    })
}
