import FakeTimers from '@sinonjs/fake-timers'
import { startFlush } from '../../../local/startedOperation.ts'
import { embeddedRun } from './embeddedRun.ts'
import { startExecutionRecorder } from './executionStarts.ts'
import { FunctionHost } from './functionHost.ts'
import { motoRun } from './motoRun.ts'
import { accountId, region } from './packagedDefinition.ts'
import type { PackagedFunction } from './packagedFunctions.ts'
import type { Run } from './run.ts'
import { scenarios } from './scenarios/index.ts'
import { startWorld } from './world.ts'

/** What one process of its own is to run. */
export type WorkerRequest = {
  readonly scenario: string
  readonly engine: 'EMBEDDED' | 'MOTO'
  /** With ARNs instead of placeholders. */
  readonly definition: string
  readonly functions: readonly PackagedFunction[]
  readonly motoOrigin: string
}

/** When every world begins, so that both engines see the same times. */
const startMilliseconds = Date.UTC(2026, 10, 3, 10)
const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:flowbell-dev-watch-flow-operation`

/** Runs one scenario in one engine. Date and environment are this process's own from here on: it serves one run. */
async function run({
  scenario: name,
  engine,
  definition,
  functions,
  motoOrigin,
}: WorkerRequest): Promise<Run> {
  const scenario = scenarios[name]
  if (!scenario) throw new TypeError(`there is no scenario ${name}`)
  // Half of every jitter, which is what moto draws too.
  Math.random = () => 0.5
  const clock = FakeTimers.install({ toFake: ['Date'], now: startMilliseconds })
  const recorder = await startExecutionRecorder()
  const { overdueMinutes, lambdaFault: fault } = scenario
  const world = await startWorld({ overdueMinutes, stepFunctionsOrigin: recorder.origin, stateMachineArn })
  const host = new FunctionHost({ ...world, functions, requests: world.aws.requests, fault })
  scenario.prepare(world.aws)
  Object.assign(process.env, world.aws.environment)
  if (scenario.isZoneBusy) await startFlush()
  const event = await startFlush()
  const startWatch = functions.find(({ key }) => key === 'startWatch')
  await host.invoke(startWatch?.functionName ?? '', scenario.event?.(event) ?? event)
  const [start] = recorder.started
  if (!start) throw new TypeError(`startWatch started nothing: ${JSON.stringify(host.invocations.at(-1))}`)
  const setTime = (seconds: number) => clock.setSystemTime(startMilliseconds + seconds * 1000)
  if (engine === 'EMBEDDED') clock.uninstall()
  const { end, visits } =
    engine === 'MOTO'
      ? await motoRun(definition, start, { host, motoOrigin, setTime })
      : await embeddedRun(definition, start, { host, startMilliseconds })
  return { watchKey: start.name, end, visits, invocations: host.invocations }
}

process.once('message', (request: WorkerRequest) => {
  run(request).then(
    result => process.send?.({ result }, () => process.exit(0)),
    (error: unknown) =>
      process.send?.({ failure: error instanceof Error ? error.stack : String(error) }, () =>
        process.exit(1),
      ),
  )
})
