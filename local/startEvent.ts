export const region = 'eu-west-1'
export const accountId = '123456789012'

/** Who starts every synthetic operation, as CloudTrail tells it. */
export const userIdentity = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEID:dana',
  arn: `arn:aws:sts::${accountId}:assumed-role/NetOps/dana`,
  accountId,
  sessionContext: { sessionIssuer: { type: 'Role', accountId, userName: 'NetOps' } },
}

/** One start call. `result`: the members of the event that tell the answer, or the refusal. */
type StartCall = {
  readonly eventName: 'StartFlowFlush' | 'StartFlowCapture'
  readonly requestParameters: object
  readonly atMilliseconds: number
  readonly eventId: string
  readonly result: Readonly<Record<string, unknown>>
}

/** The event of a start call, as CloudTrail and EventBridge make it. Synthetic: no public sample is known. */
export function startEvent({ eventName, requestParameters, atMilliseconds, eventId, result }: StartCall) {
  const time = new Date(atMilliseconds).toISOString()
  return {
    version: '0',
    id: eventId,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.network-firewall',
    account: accountId,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.05',
      userIdentity,
      eventTime: time,
      eventSource: 'network-firewall.amazonaws.com',
      eventName,
      awsRegion: region,
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/2',
      requestParameters: lowerCamel(requestParameters),
      eventID: eventId,
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: accountId,
      ...result,
    },
  }
}

/** CloudTrail writes the API's PascalCase members in lower camel case, at every depth; the SDK's own `$metadata` is none of them. */
export function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([key]) => !key.startsWith('$'))
  return Object.fromEntries(
    members.map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerCamel(member)]),
  )
}
