import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import type { EngineRun } from './embeddedRun.ts'
import type { StartedExecution } from './executionStarts.ts'
import type { FunctionHost } from './functionHost.ts'
import { accountId, region } from './packagedDefinition.ts'
import { startRouter } from './router.ts'
import type { StateVisit } from './run.ts'

export type MotoRunOptions = {
  readonly host: FunctionHost
  /** Of the server that moto_server.py runs. */
  readonly motoOrigin: string
  /** Moves this process's clock, in seconds since the execution's start. */
  readonly setTime: (seconds: number) => void
}

/** Runs a definition in moto's interpreter, with the packaged functions behind Lambda's Invoke. */
export async function motoRun(
  definition: string,
  { name, input }: StartedExecution,
  { host, motoOrigin, setTime }: MotoRunOptions,
): Promise<EngineRun> {
  const router = await startRouter({
    invoke: (functionName, payload) => host.invoke(functionName, payload),
    setTime,
  })
  const client = motoClient(motoOrigin)
  try {
    const roleArn = `arn:aws:iam::${accountId}:role/watch`
    // The launcher finds the router by the port in the machine's name.
    const machine = { name: `watch-${router.port}`, definition, roleArn }
    const { stateMachineArn } = await client.send(new CreateStateMachineCommand(machine))
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }))
    await router.ended
    const { status = '', error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }))
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }))
    return { end: { status, error: error ?? null, cause: cause ?? null }, visits: events.flatMap(visitOf) }
  } finally {
    client.destroy()
    await router.close()
  }
}

function motoClient(endpoint: string): SFNClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return new SFNClient({ endpoint, region, credentials, maxAttempts: 1 })
}

function visitOf({ stateEnteredEventDetails: details }: HistoryEvent): StateVisit[] {
  if (!details?.name) return []
  return [{ state: details.name, input: JSON.parse(details.input ?? 'null') }]
}
