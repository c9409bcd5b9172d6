/** What a deployed stack is asked. Every method throws QuestionError when AWS does not answer; null means: there is none. */
export type Cloud = {
  stack(stackName: string): Promise<StackFacts | null>
  stackResources(stackName: string): Promise<StackResource[] | null>
  functionFacts(functionName: string): Promise<FunctionFacts | null>
  /** Who may call the function by its own policy: services, each with the ARN it has to come from, if one is named. */
  functionCallers(functionName: string): Promise<FunctionCaller[]>
  stateMachine(stateMachineArn: string): Promise<StateMachineFacts | null>
  rule(ruleName: string): Promise<RuleFacts | null>
  isEventBus(nameOrArn: string): Promise<boolean>
  schedule(scheduleName: string): Promise<ScheduleFacts | null>
  /** The trails that record this Region, those of other Regions and of the organisation included. */
  trails(): Promise<TrailFacts[]>
  isTrailLogging(trailArn: string): Promise<boolean>
  trailSelectors(trailArn: string): Promise<TrailSelectors>
  isThereAnyFirewall(): Promise<boolean>
  isLogGroup(logGroupName: string): Promise<boolean>
  /** The text of a parameter of Systems Manager. */
  parameter(name: string): Promise<string | null>
  subscriptions(topicArn: string): Promise<Subscription[] | null>
  /** The key of a topic as it is written there: an id, an alias or an ARN. */
  topicKey(topicArn: string): Promise<string | null>
  /** The key of a secret in the same way; null too if it lies under the account's own key. */
  secretKey(secretArn: string): Promise<string | null>
  queueDepth(queueUrl: string): Promise<QueueDepth | null>
  /** When the metric last had a value within the last `withinMinutes`, in epoch milliseconds. */
  newestMetric(metric: MetricOfStack, withinMinutes: number): Promise<number | null>
  /** Whether a role may do each of the actions on one resource. `context`: values of the conditions, by their keys. */
  simulate(
    roleArn: string,
    actions: readonly string[],
    resourceArn: string,
    context?: Readonly<Record<string, string>>,
  ): Promise<Decision[]>
}

/** `id` is the stack's ARN. */
export type StackFacts = {
  readonly id: string
  readonly status: string
  readonly createdAtMilliseconds: number
  /** By their names in the template. */
  readonly parameters: Readonly<Record<string, string>>
}

export type StackResource = {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
}

export type FunctionFacts = {
  readonly arn: string
  readonly roleArn: string
  readonly state: string
  readonly lastUpdateStatus: string
  /** Why it is not active, or its last update failed. */
  readonly reason: string | null
  readonly environment: Readonly<Record<string, string>>
  /** Why the environment cannot be decrypted, by AWS's name and words; null when it can. */
  readonly environmentError: { readonly name: string; readonly message: string } | null
  /** The customer key of the environment. */
  readonly keyArn: string | null
}

export type FunctionCaller = { readonly service: string; readonly sourceArn: string | null }
type StateMachineFacts = { readonly status: string; readonly roleArn: string }
export type RuleFacts = {
  readonly arn: string
  readonly isEnabled: boolean
  readonly targetArns: readonly string[]
}
type ScheduleFacts = {
  readonly isEnabled: boolean
  /** Such as `rate(10 minutes)`. */
  readonly expression: string
  readonly roleArn: string
}

export type TrailFacts = {
  readonly arn: string
  readonly name: string
  readonly isOrganizationTrail: boolean
  /** False: the trail records what every new trail does, all management events. Null: it does not say. */
  readonly hasCustomSelectors: boolean | null
}

/** One or the other is empty, as CloudTrail has it. */
export type TrailSelectors = {
  readonly basic: readonly BasicSelector[]
  readonly advanced: readonly AdvancedSelector[]
}
export type BasicSelector = {
  readonly readWriteType: string
  readonly includesManagementEvents: boolean
  readonly excludedSources: readonly string[]
}
export type AdvancedSelector = readonly FieldSelector[]
export type FieldSelector = {
  readonly field: string
  readonly equals: readonly string[]
  readonly startsWith: readonly string[]
  readonly endsWith: readonly string[]
  readonly notEquals: readonly string[]
  readonly notStartsWith: readonly string[]
  readonly notEndsWith: readonly string[]
}

export type Subscription = {
  readonly protocol: string
  readonly endpoint: string
  readonly isConfirmed: boolean
}

/** `inFlight`: received by somebody and not yet deleted. Both are approximate, as SQS counts. */
export type QueueDepth = { readonly waiting: number; readonly inFlight: number }

/** A metric of Flowbell's own namespace and its dimension `Stack`. */
type MetricOfStack = { readonly name: string; readonly stackName: string }

export type Decision = {
  readonly action: string
  /** DEPENDS: the role's policies ask for more than the simulation knows. */
  readonly verdict: 'ALLOWED' | 'DENIED' | 'DEPENDS'
  readonly why: string
}
