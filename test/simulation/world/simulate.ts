import type { DeadLetter } from '../../../functions/domain/deadLetter.ts'
import { collectResults } from '../../../functions/handlers/collectResults.ts'
import { composeNotice } from '../../../functions/handlers/composeNotice.ts'
import { deliverNotification } from '../../../functions/handlers/deliverNotification.ts'
import { gatherContext } from '../../../functions/handlers/gatherContext.ts'
import { parkNotification } from '../../../functions/handlers/parkNotification.ts'
import { pollOperation } from '../../../functions/handlers/pollOperation.ts'
import { recordAudit } from '../../../functions/handlers/recordAudit.ts'
import { startWatch } from '../../../functions/handlers/startWatch.ts'
import { sweepOperations } from '../../../functions/handlers/sweepOperations.ts'
import { shippedDefinition } from '../../../local/engine/definition.ts'
import { drawIdentifiersFrom } from '../../../local/model/wire/identifiers.ts'
import { type Ringing, ringingAlarms } from './alarms.ts'
import { invokeLater } from './asyncInvoke.ts'
import { warmUpClients } from './awsClients.ts'
import { chanceOf } from './chance.ts'
import { make } from './changes.ts'
import type { RecordedFact } from './journal.ts'
import type { Scenario } from './scenario.ts'
import { beginning, inVirtualWorld, passing } from './virtualWorld.ts'
import { newWorld, type Product, type World } from './world.ts'

/** How a run ended, with everything that it did to the world. All times are virtual milliseconds since the beginning. */
export type Run = Pick<World, 'scenario' | 'journal' | 'models' | 'doors' | 'names'> & {
  readonly operations: World['ingress']['operations']
  readonly executions: World['executions']['all']
  /** The audit log's records in order of arrival, repeated ones included. */
  readonly records: readonly RecordedFact[]
  readonly letters: readonly DeadLetter[]
  /** Events that nobody could start a watch from. */
  readonly lostEvents: readonly unknown[]
  readonly alarms: readonly Ringing[]
  readonly sweptAt: readonly number[]
  /** How often each fault of the scenario happened, in its order. */
  readonly faultsUsed: readonly number[]
  readonly endedAt: number
  readonly timeline: () => readonly string[]
}

const sweepSeconds = 600
const usualHorizonSeconds = 90 * 3600
/** Nobody waits longer for an operation that has no watch: the service has forgotten it. */
const memorySeconds = 13 * 3600

let shipped: Product | undefined
let isWarm = false

/** The product as it is deployed, but for the sweep's pause, which passes in virtual time. */
export function shippedProduct(): Product {
  shipped ??= {
    definition: shippedDefinition(name => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`),
    handlers: {
      startWatch: of => startWatch(of),
      sweepOperations: of => sweepOperations(of, { pause: seconds => passing(seconds * 1000) }),
      pollOperation: of => pollOperation(of),
      collectResults: of => collectResults(of),
      gatherContext: of => gatherContext(of),
      composeNotice: of => composeNotice(of),
      recordAudit: of => recordAudit(of),
      deliverNotification: of => deliverNotification(of),
      parkNotification: of => parkNotification(of),
    },
  }
  return shipped
}

/** Runs a scenario to its end, in virtual time. One at a time in a process: time and the network are the process's own. */
export async function simulate(scenario: Scenario, product: Product = shippedProduct()): Promise<Run> {
  if (!isWarm) await warmUpClients()
  isWarm = true
  const holder: { fetch: typeof fetch } = { fetch: () => Promise.reject(new TypeError('no world')) }
  const random = chanceOf(scenario.seed, 'interpreter')
  try {
    return await inVirtualWorld({ random, fetch: (...call) => holder.fetch(...call) }, async () => {
      const world = newWorld(scenario, product)
      holder.fetch = world.fetch
      const sweptAt = await live(world)
      return runOf(world, sweptAt)
    })
  } finally {
    drawIdentifiersFrom()
  }
}

/** Lets everything happen that the scenario plans, until nothing more does. Gives the times of the sweeps. */
async function live(world: World): Promise<number[]> {
  const { scenario, ingress } = world
  const state = { areStartsOver: false, sweeps: 0, idleSweeps: 0 }
  const sweptAt: number[] = []
  const starts = Promise.all([
    ...scenario.operations.map(plan => ingress.start(plan)),
    ...(scenario.events ?? []).map(async ({ atSeconds, event }) => {
      await passing(atSeconds * 1000)
      await ingress.event(event)
    }),
  ]).finally(() => {
    state.areStartsOver = true
  })
  for (const change of scenario.changes ?? []) void make(change, world)
  const sweeping = sweep(world, sweptAt, state)
  await untilQuiet(world, state)
  await Promise.race([Promise.all([starts, sweeping]), passing(0)])
  return sweptAt
}

type State = { areStartsOver: boolean; sweeps: number; idleSweeps: number }

/** Every ten minutes, until two had nothing new to find any more: those that follow would only ask the same again. */
async function sweep(world: World, sweptAt: number[], state: State): Promise<void> {
  const { firstSweepAtSeconds = 300 } = world.scenario
  if (firstSweepAtSeconds === null) return
  await passing(firstSweepAtSeconds * 1000)
  for (;;) {
    if (state.idleSweeps > 1) {
      await passing(sweepSeconds * 1000)
      continue
    }
    if (isEveryStartMade(world) && !isSomethingUnseen(world)) state.idleSweeps += 1
    sweptAt.push(world.journal.now)
    state.sweeps += 1
    // Maximum retries and age of the function in serverless.yml.
    const setup = { maxRetries: 1, maxAgeSeconds: 300 }
    void invokeLater(world, 'sweepOperations', { time: new Date().toISOString() }, setup).finally(() => {
      state.sweeps -= 1
    })
    await passing(sweepSeconds * 1000)
  }
}

/** Looks once a virtual minute whether anything is still to come. */
async function untilQuiet(world: World, state: State): Promise<void> {
  const { executions, journal, scenario } = world
  const horizon = (scenario.horizonSeconds ?? usualHorizonSeconds) * 1000
  for (;;) {
    await passing(60_000)
    const isQuiet =
      state.areStartsOver && executions.isQuiet && state.sweeps === 0 && !isSomethingUnseen(world)
    if (isQuiet || journal.now >= horizon) return
  }
}

function isEveryStartMade({ ingress, scenario }: World): boolean {
  return ingress.operations.length === scenario.operations.length
}

/** An accepted operation without a watch, which a sweep may still find. */
function isSomethingUnseen({ ingress, executions, scenario, journal }: World): boolean {
  if (scenario.firstSweepAtSeconds === null) return false
  return ingress.operations.some(
    ({ flowOperationId, at }) =>
      flowOperationId !== null && !executions.has(flowOperationId) && journal.now - at < memorySeconds * 1000,
  )
}

function runOf(world: World, sweptAt: readonly number[]): Run {
  const { scenario, journal, models, doors, names, ingress, executions, faults } = world
  const letters = models.sqs.messages(names.deadLetterQueueUrl)
  const lostEvents = models.sqs.messages(names.startEventQueueUrl)
  const depthByQueue = {
    NotificationDeadLetterQueue: letters.length,
    StartEventDeadLetterQueue: lostEvents.length,
  }
  const endedAt = journal.now
  return {
    scenario,
    journal,
    models,
    doors,
    names,
    sweptAt,
    endedAt,
    operations: ingress.operations,
    executions: executions.all,
    records: models.logs.events(names.auditLogGroup).map(({ timestamp, message }) => ({
      at: timestamp - beginning,
      record: JSON.parse(message) as RecordedFact['record'],
    })),
    letters: letters.map(({ body }) => JSON.parse(body) as DeadLetter),
    lostEvents: lostEvents.map(({ body }) => JSON.parse(body) as unknown),
    alarms: ringingAlarms(journal.metrics, depthByQueue, { endedAt, lastSweepAt: sweptAt.at(-1) ?? 0 }),
    faultsUsed: faults.used,
    timeline: () => journal.timeline(),
  }
}
