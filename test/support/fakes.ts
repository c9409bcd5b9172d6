/** Hand-written fakes of the ports that record what they are asked and answer from a script. */
import type { Context } from 'aws-lambda'
import { readSettings } from '../../functions/config.ts'
import type { AuditRecord } from '../../functions/domain/auditRecord.ts'
import type { DeadLetter } from '../../functions/domain/deadLetter.ts'
import type { Acceptance } from '../../functions/domain/deliveryRetry.ts'
import type { FlowOperation, ListedFlowOperation, ResultsPage } from '../../functions/domain/flowOperation.ts'
import type { Metric } from '../../functions/domain/metrics.ts'
import type { ChannelName } from '../../functions/domain/notification.ts'
import type {
  FlowOperationScope,
  FlowOperationType,
  WatchRequest,
} from '../../functions/domain/watchRequest.ts'
import type {
  AuditLog,
  Clock,
  DeadLetters,
  Firewalls,
  FlowOperations,
  Metrics,
  Notification,
  NotificationChannel,
  NotificationChannels,
  RejectedEvents,
  WatchStarter,
} from '../../functions/ports.ts'
import type { Runtime } from '../../functions/runtime.ts'

type Operation = FlowOperationScope & { readonly flowOperationId: string }
type Scripted<Answer> = readonly (Answer | Error)[]

/** The script's next answer; its last one for ever after. */
function answerer<Answer>(script: Scripted<Answer>): () => Promise<Answer> {
  let asked = 0
  return async () => {
    const answer = script[Math.min(asked, script.length - 1)]
    asked += 1
    if (answer === undefined) throw new Error('the fake has no answer for this call')
    if (answer instanceof Error) throw answer
    return answer
  }
}

/** A clock that stands still until it is moved, or goes on by `step` at every look. */
export class FakeClock implements Clock {
  now: number
  readonly #step: number

  constructor(now: number, step = 0) {
    this.now = now
    this.#step = step
  }

  nowMilliseconds(): number {
    const { now } = this
    this.now += this.#step
    return now
  }
}

export class FakeFlowOperations implements FlowOperations {
  readonly described: Operation[] = []
  readonly listed: { readonly scope: FlowOperationScope; readonly type: FlowOperationType | null }[] = []
  readonly pagesAsked: { readonly operation: Operation; readonly nextToken: string | null }[] = []
  readonly #describe: () => Promise<FlowOperation>
  readonly #list: () => Promise<ListedFlowOperation[]>
  readonly #page: () => Promise<ResultsPage>

  constructor(script: {
    readonly describe?: Scripted<FlowOperation>
    readonly list?: Scripted<ListedFlowOperation[]>
    readonly pages?: Scripted<ResultsPage>
  }) {
    this.#describe = answerer(script.describe ?? [])
    this.#list = answerer(script.list ?? [])
    this.#page = answerer(script.pages ?? [])
  }

  describe(operation: Operation): Promise<FlowOperation> {
    this.described.push(operation)
    return this.#describe()
  }

  list(scope: FlowOperationScope, type: FlowOperationType | null): Promise<ListedFlowOperation[]> {
    this.listed.push({ scope, type })
    return this.#list()
  }

  resultsPage(operation: Operation, nextToken: string | null): Promise<ResultsPage> {
    this.pagesAsked.push({ operation, nextToken })
    return this.#page()
  }
}

/** Firewalls by ARN, each with its scopes; a failure stands in for the answer that it takes the place of. */
export class FakeFirewalls implements Firewalls {
  readonly scopesAsked: string[] = []
  associations: readonly FlowOperationScope[] | Error = []
  readonly #firewalls: Readonly<Record<string, readonly FlowOperationScope[] | Error>> | Error

  constructor(firewalls: Readonly<Record<string, readonly FlowOperationScope[] | Error>> | Error) {
    this.#firewalls = firewalls
  }

  async arns(): Promise<string[]> {
    if (this.#firewalls instanceof Error) throw this.#firewalls
    return Object.keys(this.#firewalls)
  }

  async scopes(firewallArn: string): Promise<FlowOperationScope[]> {
    this.scopesAsked.push(firewallArn)
    const scopes = this.#firewalls instanceof Error ? undefined : this.#firewalls[firewallArn]
    if (scopes === undefined) throw new Error(`the fake has no firewall ${firewallArn}`)
    if (scopes instanceof Error) throw scopes
    return [...scopes]
  }

  /** What stands in `associations`; the scopes that are given hold all there is otherwise. */
  async associationScopes(): Promise<FlowOperationScope[]> {
    if (this.associations instanceof Error) throw this.associations
    return [...this.associations]
  }
}

export class FakeMetrics implements Metrics {
  readonly recorded: Metric[] = []

  record(metrics: readonly Metric[]): void {
    this.recorded.push(...metrics)
  }

  /** The values of one metric, in their order. */
  valuesOf(name: string): number[] {
    return this.recorded.filter(metric => metric.name === name).map(({ value }) => value)
  }
}

export class FakeAuditLog implements AuditLog {
  readonly written: { readonly watchKey: string; readonly records: readonly AuditRecord[] }[] = []
  readonly #failure: Error | null

  constructor(failure: Error | null = null) {
    this.#failure = failure
  }

  async write(watchKey: string, records: readonly AuditRecord[]): Promise<void> {
    if (this.#failure) throw this.#failure
    this.written.push({ watchKey, records })
  }
}

export class FakeWatchStarter implements WatchStarter {
  readonly started: WatchRequest[] = []
  readonly #answer: () => Promise<'STARTED' | 'ALREADY_WATCHED'>

  constructor(...script: ('STARTED' | 'ALREADY_WATCHED' | Error)[]) {
    this.#answer = answerer(script.length === 0 ? ['STARTED'] : script)
  }

  start(watch: WatchRequest): Promise<'STARTED' | 'ALREADY_WATCHED'> {
    this.started.push(watch)
    return this.#answer()
  }
}

export class FakeRejectedEvents implements RejectedEvents {
  readonly reported: { readonly event: unknown; readonly reason: string }[] = []
  readonly #failure: Error | null

  constructor(failure: Error | null = null) {
    this.#failure = failure
  }

  async report(event: unknown, reason: string): Promise<void> {
    if (this.#failure) throw this.#failure
    this.reported.push({ event, reason })
  }
}

export class FakeChannel implements NotificationChannel {
  readonly delivered: Notification[] = []
  readonly #answer: () => Promise<Acceptance>

  constructor(...script: (Acceptance | Error)[]) {
    this.#answer = answerer(script)
  }

  deliver(notification: Notification): Promise<Acceptance> {
    this.delivered.push(notification)
    return this.#answer()
  }
}

/** The channels that are given; every other one is not configured. */
export function fakeChannels(
  channels: Partial<Record<ChannelName, NotificationChannel>>,
): NotificationChannels {
  return { names: Object.keys(channels) as ChannelName[], channel: name => channels[name] ?? null }
}

export class FakeDeadLetters implements DeadLetters {
  readonly parked: DeadLetter[] = []
  readonly #failure: Error | null

  constructor(failure: Error | null = null) {
    this.#failure = failure
  }

  async park(letter: DeadLetter): Promise<void> {
    if (this.#failure) throw this.#failure
    this.parked.push(letter)
  }
}

/** A runtime with Flowbell's settings from `environment`, and the lines that were logged on it. */
export function fakeRuntime(
  nowMilliseconds: number,
  environment: Readonly<Record<string, string>> = {},
): { readonly runtime: Runtime; readonly logged: Readonly<Record<string, unknown>>[] } {
  const logged: Readonly<Record<string, unknown>>[] = []
  const clock = new FakeClock(nowMilliseconds)
  const runtime: Runtime = {
    settings: readSettings(environment, []),
    clock,
    ingestionClock: clock,
    random: () => 0,
    log: entry => {
      logged.push(entry)
    },
    prepareClient: client => client,
  }
  return { runtime, logged }
}

/** A synthetic Lambda context. */
export const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'synthetic',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:synthetic',
  memoryLimitInMB: '256',
  awsRequestId: 'request-1',
  logGroupName: 'synthetic',
  logStreamName: 'synthetic',
  getRemainingTimeInMillis: () => 60_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
}
