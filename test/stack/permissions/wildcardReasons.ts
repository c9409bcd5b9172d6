/** Why a policy may name more than one thing at once. What is not listed here is a finding. */
type WildcardReason = {
  readonly actions: RegExp
  /** Of the resource. */
  readonly resources: RegExp
  readonly reason: string
}

const wildcardReasons: readonly WildcardReason[] = [
  {
    actions: /^xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)$/,
    resources: /^\*$/,
    reason: 'X-Ray knows no resources (Service Authorization Reference)',
  },
  {
    actions:
      /^logs:(CreateLogDelivery|DeleteLogDelivery|DescribeLogGroups|DescribeResourcePolicies|GetLogDelivery|ListLogDeliveries|PutResourcePolicy|UpdateLogDelivery)$/,
    resources: /^\*$/,
    reason: 'log delivery of Step Functions knows no resources (Step Functions guide, logging)',
  },
  {
    actions:
      /^network-firewall:(Describe(FlowOperation|Firewall)|List(FlowOperations|FlowOperationResults))$/,
    resources: /^arn:[a-z-]+:network-firewall:[a-z0-9-]+:\d{12}:firewall\/\*$/,
    reason: 'which firewalls there will be is not known when the stack is deployed',
  },
  {
    actions: /^network-firewall:DescribeFirewallPolicy$/,
    resources: /^arn:[a-z-]+:network-firewall:[a-z0-9-]+:\d{12}:firewall-policy\/\*$/,
    reason: 'which policies there will be is not known when the stack is deployed',
  },
  {
    actions: /^network-firewall:List(Firewalls|VpcEndpointAssociations)$/,
    resources: /^\*$/,
    reason: 'a list of all is about none of them; people who tried it say that IAM takes * only',
  },
  {
    actions: /^logs:(CreateLogStream|PutLogEvents)$/,
    resources: /^arn:[a-z-]+:logs:[a-z0-9-]+:\d{12}:log-group:[^*]+:\*$/,
    reason: 'the streams of one log group, as CloudFormation gives its ARN',
  },
  {
    actions: /^lambda:InvokeFunction$/,
    resources: /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[^*]+:\*$/,
    reason: 'the versions of one function, as Step Functions asks for',
  },
  {
    actions: /^kms:GenerateDataKey\*$/,
    resources: /^[^*]+$/,
    reason: 'SNS names this action so (SNS guide, key management)',
  },
]

/** Whether a listed reason covers an action and a resource of which at least one holds a wildcard. */
export function hasWildcardReason(action: string, resource: string): boolean {
  return wildcardReasons.some(({ actions, resources }) => actions.test(action) && resources.test(resource))
}
