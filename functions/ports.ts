import type { AuditRecord } from './domain/auditRecord.ts'
import type { DeadLetter } from './domain/deadLetter.ts'
import type { Acceptance } from './domain/deliveryRetry.ts'
import type { FirewallDescription } from './domain/firewallContext.ts'
import type { FlowOperation, ListedFlowOperation, ResultsPage } from './domain/flowOperation.ts'
import type { Metric } from './domain/metrics.ts'
import type { Card, ChannelName } from './domain/notification.ts'
import type { FlowOperationReport } from './domain/report.ts'
import type { RoutingDocument } from './domain/routingDocument.ts'
import type { FlowOperationScope, FlowOperationType, WatchRequest } from './domain/watchRequest.ts'

/** The time, in epoch milliseconds. */
export type Clock = { nowMilliseconds(): number }

/** Lets this many seconds pass. */
export type Pause = (seconds: number) => Promise<void>

/** A uniform number in [0, 1). */
export type Random = () => number

/** The service's flow operations. Every method makes one request and throws ServiceError when it fails. */
export type FlowOperations = {
  describe(operation: FlowOperationScope & { readonly flowOperationId: string }): Promise<FlowOperation>
  /** All operations of this scope, of one type or of both, page after page; a list that does not end is a failure. */
  list(scope: FlowOperationScope, type: FlowOperationType | null): Promise<ListedFlowOperation[]>
  /** One page of an operation's flows; the first without a token. */
  resultsPage(
    operation: FlowOperationScope & { readonly flowOperationId: string },
    nextToken: string | null,
  ): Promise<ResultsPage>
}

/** The firewalls of this account and Region, and where operations of each can have been started. Throws ServiceError. */
export type Firewalls = {
  arns(): Promise<string[]>
  /** The scopes that a start call can have named: each zone and primary endpoint, and the firewall as a whole. */
  scopes(firewallArn: string): Promise<FlowOperationScope[]>
  /** Those of the firewall's endpoint associations. */
  associationScopes(firewallArn: string): Promise<FlowOperationScope[]>
}

/** One firewall and its policy. Every method makes one request and throws ServiceError when it fails. */
export type FirewallDescriptions = {
  describe(firewallArn: string): Promise<FirewallDescription>
  /** The policy's own word, DROP where it leaves that to the service; null when the answer holds no policy. */
  streamExceptionPolicy(firewallPolicyArn: string): Promise<string | null>
}

/** What was flushed lately. Every method makes one request and throws ServiceError when it fails. */
export type FlushHistory = Pick<FlowOperations, 'describe'> & {
  /** The first page of this scope's flushes. `isWhole`: there is no other page. */
  listFlushes(scope: FlowOperationScope): Promise<{ flushes: ListedFlowOperation[]; isWhole: boolean }>
}

/** Where figures about Flowbell's own work go. */
export type Metrics = { record(metrics: readonly Metric[]): void }

/** Where the records of one watch are kept. Throws ServiceError when they are not all written. */
export type AuditLog = { write(watchKey: string, records: readonly AuditRecord[]): Promise<void> }

/** Starts one execution per watch; a watch that already exists is success. */
export type WatchStarter = { start(watch: WatchRequest): Promise<'STARTED' | 'ALREADY_WATCHED'> }

/** Told of every event that cannot be understood, since asking for it again would not help. */
export type RejectedEvents = { report(event: unknown, reason: string): Promise<void> }

/**
 * One message for one channel. `target`: the Slack channel or topic it goes to; null: that of the settings. `card`: the
 * message to edit. `plainText`: without any formatting.
 */
export type Notification = {
  readonly document: FlowOperationReport
  readonly target: string | null
  readonly card: Card | null
  readonly plainText: boolean
}

/** Sends one message, once. Throws DeliveryError when the channel did not take it. */
export type NotificationChannel = { deliver(notification: Notification): Promise<Acceptance> }

/** Who hears of what. Throws ServiceError when it cannot be read, InvalidSettingError when it is not valid. */
export type Routing = { read(): Promise<RoutingDocument> }

/** The configured channels by name. */
export type NotificationChannels = {
  readonly names: readonly ChannelName[]
  /** Null when the channel is not configured. */
  channel(name: ChannelName): NotificationChannel | null
}

/** Keeps what could not be delivered. Throws ServiceError when it cannot. */
export type DeadLetters = { park(letter: DeadLetter): Promise<void> }

/** Reads a secret's text. `fresh` reads past what is remembered. Throws ServiceError. */
export type Secrets = { read(secretArn: string, options: { readonly fresh: boolean }): Promise<string> }

/** Writes one structured line about the function's own work; never a message to people. */
export type Log = (entry: Readonly<Record<string, unknown>>) => void
