type Request = Readonly<Record<string, unknown>>

/** A rule that the service documents but its model does not carry: why a request of the right shape is refused. */
type DocumentedRule = {
  /** The words of the service model's documentation, or where else the rule comes from. */
  readonly source: string
  readonly isBrokenBy: (request: Request, operation: string) => boolean
}

const documentedRules: readonly DocumentedRule[] = [
  {
    source:
      'Specify either AvailabilityZone or AvailabilityZoneId, not both. If you specify both, the request fails.',
    isBrokenBy: request => isGiven(request, 'AvailabilityZone') && isGiven(request, 'AvailabilityZoneId'),
  },
  {
    source: 'You can use up to 20 filters to configure a single flow operation.',
    isBrokenBy: ({ FlowFilters }) => Array.isArray(FlowFilters) && FlowFilters.length > 20,
  },
  {
    source: 'You must specify the ARN or the name, and you can specify both.',
    isBrokenBy: (request, operation) =>
      operation === 'DescribeFirewall' &&
      !isGiven(request, 'FirewallArn') &&
      !isGiven(request, 'FirewallName'),
  },
  {
    source: 'You must specify the ARN or the name, and you can specify both.',
    isBrokenBy: (request, operation) =>
      operation === 'DescribeFirewallPolicy' &&
      !isGiven(request, 'FirewallPolicyArn') &&
      !isGiven(request, 'FirewallPolicyName'),
  },
]

/** Whether the service refuses this request although its shape is right. */
export function breaksDocumentedRule(operation: string, request: Request): boolean {
  return documentedRules.some(rule => rule.isBrokenBy(request, operation))
}

/** A generated token was never issued: whether that or the missing operation is told first is not documented. */
export function hasInventedToken(request: Request): boolean {
  return isGiven(request, 'NextToken')
}

function isGiven(request: Request, name: string): boolean {
  return request[name] !== undefined && request[name] !== null
}
