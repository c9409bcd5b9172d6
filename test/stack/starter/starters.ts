import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { accountId, region } from '../interpreter/packagedDefinition.ts'
import type { PackagedFunction } from '../interpreter/packagedFunctions.ts'
import type { Invocation } from '../interpreter/run.ts'
import type { StarterAnswer, StarterCommand } from './starterWorker.ts'

/** One execution as it was started. */
export type Execution = { readonly name: string; readonly watch: Readonly<Record<string, unknown>> }

const definitions = {
  /** Over before anybody can ask. */
  OVER: { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } },
  /** Runs for longer than any test. */
  RUNNING: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } },
} as const

/** Whether the watches that are started are over at once, or still run. */
export type WatchState = keyof typeof definitions

let machines = 0

/** The packaged startWatch and sweepOperations in a process of their own, over the local Network Firewall and moto's Step Functions. */
export class Starters {
  readonly #process: ChildProcess
  readonly #stepFunctions: SFNClient
  readonly #stateMachineArn: string

  private constructor(process: ChildProcess, stepFunctions: SFNClient, stateMachineArn: string) {
    this.#process = process
    this.#stepFunctions = stepFunctions
    this.#stateMachineArn = stateMachineArn
  }

  /** Starts the process, with a state machine of its own. */
  static async begin(
    functions: readonly PackagedFunction[],
    motoOrigin: string,
    watches: WatchState,
  ): Promise<Starters> {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    const client = new SFNClient({ endpoint: motoOrigin, region, credentials })
    machines += 1
    const machine = { name: `watch-${machines}`, definition: JSON.stringify(definitions[watches]) }
    const roleArn = `arn:aws:iam::${accountId}:role/watch`
    const { stateMachineArn = '' } = await client.send(new CreateStateMachineCommand({ ...machine, roleArn }))
    const worker = fork(path.join(import.meta.dirname, 'starterWorker.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const starters = new Starters(worker, client, stateMachineArn)
    await starters.ask({ kind: 'BEGIN', functions, stepFunctionsOrigin: motoOrigin, stateMachineArn })
    return starters
  }

  /** One question at a time. */
  async ask(command: StarterCommand): Promise<unknown> {
    const answer = await new Promise<StarterAnswer>((resolve, reject) => {
      const onExit = () => reject(new Error('the process of the starters has ended'))
      this.#process.once('exit', onExit)
      this.#process.once('message', message => {
        this.#process.off('exit', onExit)
        resolve(message as StarterAnswer)
      })
      this.#process.send(command)
    })
    if ('failure' in answer) throw new Error(answer.failure)
    return answer.result
  }

  async invoke(functionKey: 'startWatch' | 'sweepOperations', payload: unknown = {}): Promise<Invocation> {
    return (await this.ask({ kind: 'INVOKE', functionKey, payload })) as Invocation
  }

  /** Every execution that was ever started, in no order. */
  async executions(): Promise<Execution[]> {
    const { executions = [] } = await this.#stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn: this.#stateMachineArn }),
    )
    return Promise.all(
      executions.map(async ({ executionArn, name = '' }) => {
        const { input = '' } = await this.#stepFunctions.send(new DescribeExecutionCommand({ executionArn }))
        return { name, watch: (JSON.parse(input) as Pick<Execution, 'watch'>).watch }
      }),
    )
  }

  end(): void {
    this.#process.kill()
    this.#stepFunctions.destroy()
  }
}
