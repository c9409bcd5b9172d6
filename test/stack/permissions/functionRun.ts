import type { RecordedRequest } from '../../../local/model/wire/requestLog.ts'
import type { Template } from '../../packaging/packageStack.ts'
import type { PackagedFunction } from '../interpreter/packagedFunctions.ts'
import type { DeployedStack } from './deployedStack.ts'
import { HandlerProcess } from './handlerProcess.ts'
import { rightsOfCalls } from './iamActions.ts'
import { type AllowedRight, type Right, rightsOfRole, roleIdOf } from './rights.ts'
import type { Outcome } from './runHandler.ts'
import type { Scenario } from './scenarios.ts'
import { needsOfEncryption, needsOfLambda } from './standingNeeds.ts'
import { type Deployment, environmentOf, startWorld, type World } from './world.ts'

/** What one function did in one scenario: how it ended, and every request that it made. */
type RecordedScenario = {
  readonly scenario: Scenario
  readonly outcome: Outcome
  readonly requests: readonly RecordedRequest[]
}

/** What one packaged function did in a world of its own. */
export type FunctionRun = {
  readonly functionId: string
  readonly stack: DeployedStack
  readonly recorded: readonly RecordedScenario[]
}

/** Deploys into a fresh world and runs one function through its scenarios, one after the other. */
export async function runInWorld(
  template: Template,
  deployment: Deployment,
  packaged: PackagedFunction,
  scenarios: readonly Scenario[],
): Promise<FunctionRun> {
  const world = await startWorld(template, deployment)
  const functionId = `${packaged.key.charAt(0).toUpperCase()}${packaged.key.slice(1)}LambdaFunction`
  const handler = new HandlerProcess(packaged, environmentOf(world, functionId))
  try {
    return { functionId, stack: world.stack, recorded: await recordedScenarios(world, handler, scenarios) }
  } finally {
    await handler.end()
    await world.aws.close()
  }
}

async function recordedScenarios(
  world: World,
  handler: HandlerProcess,
  scenarios: readonly Scenario[],
): Promise<RecordedScenario[]> {
  const recorded: RecordedScenario[] = []
  for (const scenario of scenarios.filter(({ isPossible }) => isPossible?.(world) ?? true)) {
    scenario.prepare?.(world)
    const before = world.aws.requests.length
    const outcome = await handler.invoke(scenario.event)
    recorded.push({ scenario, outcome, requests: world.aws.requests.slice(before) })
  }
  return recorded
}

/** What the function's role in the template allows. */
export function allowedRights({ stack, functionId }: FunctionRun): AllowedRight[] {
  return rightsOfRole(stack, roleIdOf(stack, functionId))
}

/** The actions of the calls that the function made. */
export function calledActions({ stack, recorded }: FunctionRun): string[] {
  const calls = recorded.flatMap(({ requests }) => requests)
  return [...new Set(rightsOfCalls(calls, stack.place).map(({ action }) => action))]
}

/** What the function needs: for the calls it made, for what Lambda does in its name, for the keys on the way. */
export function neededRights({ stack, functionId, recorded }: FunctionRun): Right[] {
  const calls = recorded.flatMap(({ requests }) => requests)
  const needed = [...rightsOfCalls(calls, stack.place), ...needsOfLambda(stack, functionId)]
  return [...needed, ...needsOfEncryption(stack, needed)]
}
