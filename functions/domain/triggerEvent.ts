import { InvalidEventError } from './errors.ts'
import { startedByOf } from './startedBy.ts'
import { isDeeperThan, isObject, type JsonObject, memberOf, objectOf, textOf } from './tolerantJson.ts'
import type { FlowOperationType, LookUpFailure, Refusal, WatchRequest } from './watchRequest.ts'

/** EventBridge does not match calls above this size, so no true event is larger (EventBridge user guide, eb-service-event). */
export const maxEventBytes = 262_144

/** CloudTrail's records have about eight levels; far deeper ones would exhaust the stack of whatever walks them. */
const maxDepth = 64

const eventSource = 'aws.network-firewall'
const detailType = 'AWS API Call via CloudTrail'
const cloudTrailSource = 'network-firewall.amazonaws.com'

const operationTypeByEventName: Readonly<Record<string, FlowOperationType>> = {
  StartFlowFlush: 'FLOW_FLUSH',
  StartFlowCapture: 'FLOW_CAPTURE',
}

/** The identifiers' patterns and lengths in the service's API model (network-firewall 2020-11-12). */
const patterns = {
  firewallArn: /^(?=.{1,256}$)arn:aws[a-z-]*:network-firewall:([a-z0-9-]+):(\d{12}):firewall\/[^\s/]+$/u,
  vpcEndpointAssociationArn:
    /^(?=.{1,256}$)arn:aws[a-z-]*:network-firewall:[a-z0-9-]+:\d{12}:vpc-endpoint-association\/[^\s/]+$/u,
  vpcEndpointId: /^(?=.{5,256}$)vpce-[a-zA-Z0-9]*$/u,
  availabilityZone: /^[a-zA-Z0-9-]{1,64}$/u,
  flowOperationId: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u,
  eventId: /^[a-zA-Z0-9_-]{1,80}$/u,
  account: /^\d{12}$/u,
  region: /^[a-z]{2,4}(?:-[a-z0-9]+)+$/u,
} as const
type Identifier = keyof typeof patterns

/** An accepted start whose answer is missing: the operation's id has to be asked for. */
export type UnidentifiedStart = Omit<WatchRequest, 'watchKey' | 'flowOperationId'> & {
  readonly kind: 'ACCEPTED_START'
  readonly firewallArn: string
  readonly flowOperationType: FlowOperationType
  /** The CloudTrail eventID, by which it is known until then; null when the event has none. */
  readonly eventId: string | null
}

export type TriggerEvent =
  | { readonly watch: WatchRequest }
  /** The accepted call did not say which operation it started. */
  | { readonly unidentified: UnidentifiedStart }

/**
 * Reads the EventBridge event of one StartFlowFlush or StartFlowCapture call.
 * Key case, numbers given as text and missing members are tolerated as facts of CloudTrail; identifiers are not.
 * `now` (ISO 8601) stands in for a start time that the event does not tell.
 * Throws InvalidEventError that says what is wrong and where.
 */
export function parseTriggerEvent(event: unknown, now: string): TriggerEvent {
  if (!isObject(event)) throw new InvalidEventError('the event is not a JSON object')
  if (isDeeperThan(maxDepth, event))
    throw new InvalidEventError(`the event is nested deeper than ${maxDepth} levels`)
  demand(event, 'source', eventSource)
  demand(event, 'detail-type', detailType)
  const detail = objectOf(event, 'detail')
  if (!detail) throw new InvalidEventError('detail is missing: a CloudTrail record is expected there')
  if (memberOf(detail, 'eventSource') !== undefined)
    demand(detail, 'eventSource', cloudTrailSource, 'detail.')
  const flowOperationType = operationTypeOf(detail)
  const refusal = refusalOf(detail)
  const common = commonFacts(event, detail, { flowOperationType, now, isRefused: refusal !== null })
  if (refusal) return { watch: refusedStart(event, detail, common, refusal) }
  return acceptedStart(event, detail, common)
}

function demand(parent: JsonObject, key: string, expected: string, where = ''): void {
  const found = memberOf(parent, key)
  if (found !== expected) {
    throw new InvalidEventError(`${where}${key} is ${quoted(found)}, expected ${JSON.stringify(expected)}`)
  }
}

function operationTypeOf(detail: JsonObject): FlowOperationType {
  const eventName = memberOf(detail, 'eventName')
  const isKnown = typeof eventName === 'string' && Object.hasOwn(operationTypeByEventName, eventName)
  const type = isKnown ? operationTypeByEventName[eventName] : undefined
  if (type) return type
  const known = Object.keys(operationTypeByEventName).join(' or ')
  throw new InvalidEventError(`detail.eventName is ${quoted(eventName)}, expected ${known}`)
}

type CommonFacts = Omit<WatchRequest, 'kind' | 'watchKey' | 'flowOperationId' | 'refusal' | 'lookUpFailure'>

type Reading = {
  readonly flowOperationType: FlowOperationType
  readonly now: string
  /** A wrong argument is a common reason to be refused: then it is told as absent. */
  readonly isRefused: boolean
}

function commonFacts(event: JsonObject, detail: JsonObject, reading: Reading): CommonFacts {
  const { flowOperationType, now, isRefused } = reading
  const read = isRefused ? identifierOrNull : identifier
  const parameters = objectOf(detail, 'requestParameters') ?? {}
  const response = objectOf(detail, 'responseElements') ?? {}
  const startedAt = isoTime(textOf(detail, 'eventTime')) ?? isoTime(textOf(event, 'time'))
  const account =
    identifier('account', 'account', event) ?? identifier('account', 'recipientAccountId', detail)
  const region = identifier('region', 'awsRegion', detail, 'detail.') ?? identifier('region', 'region', event)
  const firewallArn =
    read('firewallArn', 'firewallArn', parameters, 'detail.requestParameters.') ??
    read('firewallArn', 'firewallArn', response, 'detail.responseElements.')
  demandHome(firewallArn, account, region)
  return {
    flowOperationType,
    firewallArn,
    ...selectorsOf(parameters, read),
    accountId: account,
    region,
    startedAt,
    startedBy: startedByOf(detail),
    watchedSince: startedAt ?? now,
    recoveredLate: false,
    slotHolder: null,
  }
}

function selectorsOf(parameters: JsonObject, read: typeof identifier) {
  const where = 'detail.requestParameters.'
  return {
    availabilityZone: read('availabilityZone', 'availabilityZone', parameters, where),
    availabilityZoneId: read('availabilityZone', 'availabilityZoneId', parameters, where),
    vpcEndpointAssociationArn: read(
      'vpcEndpointAssociationArn',
      'vpcEndpointAssociationArn',
      parameters,
      where,
    ),
    vpcEndpointId: read('vpcEndpointId', 'vpcEndpointId', parameters, where),
  }
}

/** Only the owner may run flow operations, so the firewall lies in the event's own account and Region. */
function demandHome(firewallArn: string | null, account: string | null, region: string | null): void {
  const [, arnRegion, arnAccount] = (firewallArn && patterns.firewallArn.exec(firewallArn)) || []
  if (arnRegion && region && arnRegion !== region) {
    throw new InvalidEventError(`firewallArn is of Region ${arnRegion}, but the event is of ${region}`)
  }
  if (arnAccount && account && arnAccount !== account) {
    throw new InvalidEventError(`firewallArn is of account ${arnAccount}, but the event is of ${account}`)
  }
}

function refusalOf(detail: JsonObject): Refusal | null {
  const errorCode = textOf(detail, 'errorCode')
  if (!errorCode) return null
  return {
    errorCode: errorCode.slice(0, 256),
    errorMessage: textOf(detail, 'errorMessage')?.slice(0, 1024) ?? null,
  }
}

function refusedStart(
  event: JsonObject,
  detail: JsonObject,
  common: CommonFacts,
  refusal: Refusal,
): WatchRequest {
  const eventId = eventIdOf(event, detail)
  if (eventId === null)
    throw new InvalidEventError('detail.eventID is missing: a refused start is known by it')
  const kind = 'REFUSED_START'
  return { kind, watchKey: eventId, flowOperationId: null, ...common, refusal, lookUpFailure: null }
}

function eventIdOf(event: JsonObject, detail: JsonObject): string | null {
  return identifier('eventId', 'eventID', detail, 'detail.') ?? identifier('eventId', 'id', event)
}

function acceptedStart(event: JsonObject, detail: JsonObject, common: CommonFacts): TriggerEvent {
  const { firewallArn, flowOperationType } = common
  if (firewallArn === null) throw new InvalidEventError('detail.requestParameters.firewallArn is missing')
  if (flowOperationType === null) throw new InvalidEventError('detail.eventName is missing')
  const response = objectOf(detail, 'responseElements') ?? {}
  const id = identifier('flowOperationId', 'flowOperationId', response, 'detail.responseElements.')
  const accepted = { kind: 'ACCEPTED_START', ...common, refusal: null, lookUpFailure: null } as const
  if (id === null) {
    return {
      unidentified: { ...accepted, firewallArn, flowOperationType, eventId: eventIdOf(event, detail) },
    }
  }
  return { watch: { ...accepted, watchKey: id, flowOperationId: id } }
}

/** Names the operation that {@link UnidentifiedStart} began. */
export function identifiedStart(start: UnidentifiedStart, flowOperationId: string): WatchRequest {
  const { eventId: _eventId, ...accepted } = start
  return { ...accepted, watchKey: flowOperationId, flowOperationId }
}

/** The start whose operation nobody could name, so that it is reported instead of forgotten. */
export function unidentifiableStart(
  { eventId, ...start }: UnidentifiedStart & { readonly eventId: string },
  lookUpFailure: LookUpFailure,
): WatchRequest {
  return { ...start, kind: 'UNIDENTIFIED_START', watchKey: eventId, flowOperationId: null, lookUpFailure }
}

/** True for an id in the form that the API model demands: a lower-case UUID, legal as an execution name. */
export function isFlowOperationId(text: string): boolean {
  return patterns.flowOperationId.test(text)
}

/** Reads an identifier; null when absent. Throws InvalidEventError when it does not have the API model's form. */
export function identifier(kind: Identifier, key: string, parent: JsonObject, where = ''): string | null {
  const found = memberOf(parent, key)
  if (found === undefined || found === null || found === '') return null
  const text = typeof found === 'number' ? String(found) : found
  if (typeof text === 'string' && patterns[kind].test(text)) return text
  throw new InvalidEventError(`${where}${key} is ${quoted(found)}: not a valid ${kind}`)
}

function identifierOrNull(kind: Identifier, key: string, parent: JsonObject): string | null {
  const found = memberOf(parent, key)
  return typeof found === 'string' && patterns[kind].test(found) ? found : null
}

function isoTime(text: string | null): string | null {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

/** Foreign text in an error message: one line, short, nothing in it active in a terminal. */
function quoted(found: unknown): string {
  if (found === undefined) return 'missing'
  const text = JSON.stringify(found).replaceAll(/[^\x20-\x7e]/gu, '?')
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
