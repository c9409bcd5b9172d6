import { DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn'
import type { Account } from './account.ts'
import { eventually } from './eventually.ts'

export const stackName = 'flowbell-dev'

export type JsonLine = Readonly<Record<string, unknown>>

/** Reads a deployed stack through the services' own APIs. */
export class DeployedStack {
  readonly outputs: Readonly<Record<string, string>>
  /** Physical id by logical id. */
  readonly resources: Readonly<Record<string, string>>
  readonly status: string
  readonly #account: Account

  private constructor(account: Account, facts: Pick<DeployedStack, 'outputs' | 'resources' | 'status'>) {
    this.#account = account
    this.outputs = facts.outputs
    this.resources = facts.resources
    this.status = facts.status
  }

  static async read(account: Account): Promise<DeployedStack> {
    const named = { StackName: stackName }
    const { Stacks } = await account.cloudFormation.send(new DescribeStacksCommand(named))
    const { StackResources = [] } = await account.cloudFormation.send(
      new DescribeStackResourcesCommand(named),
    )
    const outputs = Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])
    const resources = StackResources.map(each => [each.LogicalResourceId, each.PhysicalResourceId])
    return new DeployedStack(account, {
      status: String(Stacks?.[0]?.StackStatus),
      outputs: Object.fromEntries(outputs ?? []) as Record<string, string>,
      resources: Object.fromEntries(resources) as Record<string, string>,
    })
  }

  /** What the template puts out under this name; throws when there is no such output. */
  output(name: string): string {
    const value = this.outputs[name]
    if (value === undefined) throw new Error(`the stack puts out no ${name}`)
    return value
  }

  /** The names of all executions of the state machine. */
  async executionNames(): Promise<string[]> {
    const stateMachineArn = this.output('WatchStateMachineArn')
    const { executions = [] } = await this.#account.sfn.send(new ListExecutionsCommand({ stateMachineArn }))
    return executions.map(({ name }) => name ?? '').sort()
  }

  /** The execution of this name, once it has ended. */
  endOf(name: string): Promise<DescribeExecutionCommandOutput> {
    const executionArn = `${this.output('WatchStateMachineArn').replace(':stateMachine:', ':execution:')}:${name}`
    return eventually(`execution ${name} ends`, async () => {
      const execution = await this.#account.sfn.send(new DescribeExecutionCommand({ executionArn }))
      return execution.status === 'RUNNING' ? undefined : execution
    })
  }

  /** The audit records of one watch. */
  auditRecords(watchKey: string): Promise<JsonLine[]> {
    return this.#lines(this.output('AuditLogGroupName'), watchKey)
  }

  /** All audit records of one type. */
  async auditRecordsOfType(recordType: string): Promise<JsonLine[]> {
    const lines = await this.#groupLines(this.output('AuditLogGroupName'))
    return lines.filter(line => line['recordType'] === recordType)
  }

  /** The JSON lines that a function has written to its log. */
  async functionLog(functionName: string): Promise<JsonLine[]> {
    return this.#groupLines(await this.#logGroupOf(functionName))
  }

  async #logGroupOf(functionName: string): Promise<string> {
    const { LoggingConfig } = await this.#account.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: `${stackName}-${functionName}` }),
    )
    return LoggingConfig?.LogGroup ?? ''
  }

  async #groupLines(logGroupName: string): Promise<JsonLine[]> {
    const { logStreams = [] } = await this.#account.logs.send(new DescribeLogStreamsCommand({ logGroupName }))
    const streams = logStreams.map(({ logStreamName = '' }) => this.#lines(logGroupName, logStreamName))
    return (await Promise.all(streams)).flat()
  }

  async #lines(logGroupName: string, logStreamName: string): Promise<JsonLine[]> {
    const { events = [] } = await this.#account.logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
    )
    return events.flatMap(({ message = '' }) =>
      message.startsWith('{') ? [JSON.parse(message) as JsonLine] : [],
    )
  }
}
