import { startLoopbackServer } from '../../../local/model/wire/loopbackServer.ts'

/** What StartExecution was asked for. */
export type StartedExecution = { readonly name: string; readonly input: string }

/** A Step Functions that accepts every StartExecution, runs nothing, and remembers what it was asked for. */
export async function startExecutionRecorder() {
  const started: StartedExecution[] = []
  const server = await startLoopbackServer()
  server.answerWith(({ bodyText }) => {
    const { name, input, stateMachineArn } = JSON.parse(bodyText) as StartedExecution & {
      stateMachineArn: string
    }
    started.push({ name, input })
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`
    const body = JSON.stringify({ executionArn, startDate: Date.now() / 1000 })
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body }
  })
  return { origin: server.origin, started, close: () => server.close() }
}
