import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type MotoServer, startMoto } from '../interpreter/motoServer.ts'
import { accountId, region } from '../interpreter/packagedDefinition.ts'
import { type PackagedFunction, unpackFunctions } from '../interpreter/packagedFunctions.ts'
import { packagedTemplate, packageFolder } from '../support/packagedStack.ts'
import { Starters, type WatchState } from './starters.ts'

/** The firewall that `startFlush` flushes, in its first zone. */
const firewall = {
  firewallArn: `arn:aws:network-firewall:${region}:${accountId}:firewall/edge`,
  endpointIdByZone: {
    [`${region}a`]: 'vpce-0123456789abcdef0',
    [`${region}b`]: 'vpce-0123456789abcdef1',
  },
}
/** In minutes: shorter and longer than the sweep leaves an operation to its event. */
const young = 2
const lost = 10

type Event = {
  readonly id: string
  readonly detail: {
    readonly eventID: string
    readonly responseElements: { readonly flowOperationId: string }
  }
}

let folder: string
let functions: readonly PackagedFunction[]
let moto: MotoServer
let starters: Starters

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowbell-starters-'))
  functions = unpackFunctions(packagedTemplate(), packageFolder, folder)
  moto = await startMoto('REAL')
})
afterEach(() => starters.end())
afterAll(async () => {
  await moto.close()
  rmSync(folder, { recursive: true, force: true })
})

async function begin(watches: WatchState): Promise<void> {
  starters = await Starters.begin(functions, moto.origin, watches)
  await starters.ask({ kind: 'ADD_FIREWALL', firewall })
}

async function flush(minutesAgo = 0): Promise<Event> {
  return (await starters.ask({ kind: 'FLUSH', minutesAgo })) as Event
}

const operationOf = ({ detail }: Event) => detail.responseElements.flowOperationId

/** The same call, told by EventBridge and CloudTrail a second time under ids of its own. */
function toldAgain(event: Event): Event {
  return { ...event, id: randomUUID(), detail: { ...event.detail, eventID: randomUUID() } }
}

describe.each<[string, WatchState]>([
  ['while its watch runs', 'RUNNING'],
  ['when its watch is over', 'OVER'],
])('%s, an operation is not watched a second time', (_when, watches) => {
  test('because of a doubled event: the same operation, other event ids', async () => {
    await begin(watches)
    const event = await flush()
    const first = await starters.invoke('startWatch', event)
    const second = await starters.invoke('startWatch', toldAgain(event))

    expect(first.outcome).toEqual({ result: { result: 'STARTED', watchKey: operationOf(event) } })
    expect(second.outcome).toHaveProperty('result')
    expect((await starters.executions()).map(({ name }) => name)).toEqual([operationOf(event)])
  })

  test('because of an event that comes after the sweep', async () => {
    await begin(watches)
    const event = await flush(lost)
    await starters.invoke('sweepOperations')
    const late = await starters.invoke('startWatch', event)

    expect(late.outcome).toEqual({ result: { result: 'ALREADY_WATCHED', watchKey: operationOf(event) } })
    expect((await starters.executions()).map(({ name }) => name)).toEqual([operationOf(event)])
  })

  test('by the sweep, which then recovers nothing', async () => {
    await begin(watches)
    const event = await flush(lost)
    await starters.invoke('startWatch', event)
    const sweep = await starters.invoke('sweepOperations')

    expect(sweep.outcome).toMatchObject({ result: { operationCount: 1, recovered: [] } })
    expect((await starters.executions()).map(({ watch }) => watch['recoveredLate'])).toEqual([false])
  })

  test('by a second sweep', async () => {
    await begin(watches)
    const event = await flush(lost)
    await starters.invoke('sweepOperations')
    const second = await starters.invoke('sweepOperations')

    expect(second.outcome).toHaveProperty('result')
    expect((await starters.executions()).map(({ name }) => name)).toEqual([operationOf(event)])
  })
})

describe('an operation whose event was lost', () => {
  test('is recovered by the sweep: watched in its own zone, and marked so', async () => {
    await begin('RUNNING')
    const flowOperationId = operationOf(await flush(lost))
    const sweep = await starters.invoke('sweepOperations')

    expect(sweep.outcome).toMatchObject({ result: { recovered: [flowOperationId] } })
    expect(await starters.executions()).toEqual([
      {
        name: flowOperationId,
        watch: expect.objectContaining({
          kind: 'ACCEPTED_START',
          flowOperationId,
          firewallArn: firewall.firewallArn,
          availabilityZone: `${region}a`,
          vpcEndpointId: null,
          recoveredLate: true,
          startedBy: null,
        }),
      },
    ])
  })

  test('is counted, which is what the alarm of lost events watches', async () => {
    await begin('RUNNING')
    await flush(lost)
    const { logLines } = await starters.invoke('sweepOperations')
    const metrics = logLines.map(line => JSON.parse(line) as Record<string, unknown>)

    expect(metrics).toContainEqual(expect.objectContaining({ OperationsRecoveredLate: 1 }))
    expect(metrics).toContainEqual(expect.objectContaining({ SweepsCompleted: 1 }))
  })

  test('is left to its event while that may still come', async () => {
    await begin('RUNNING')
    await flush(young)
    const sweep = await starters.invoke('sweepOperations')

    expect(sweep.outcome).toMatchObject({ result: { recovered: [] } })
    expect(await starters.executions()).toEqual([])
  })
})

describe('a refused start', () => {
  test.each<WatchState>(['RUNNING', 'OVER'])(
    'is started once, however often it is told (watch: %s)',
    async watches => {
      await begin(watches)
      const holder = operationOf(await flush())
      const refused = await flush()
      await starters.invoke('startWatch', refused)
      await starters.invoke('startWatch', refused)

      expect(await starters.executions()).toEqual([
        {
          name: refused.detail.eventID,
          watch: expect.objectContaining({
            kind: 'REFUSED_START',
            flowOperationId: null,
            refusal: expect.objectContaining({ errorCode: 'ThrottlingException' }),
            slotHolder: expect.objectContaining({ flowOperationId: holder, flowOperationType: 'FLOW_FLUSH' }),
          }),
        },
      ])
    },
  )
})

test('an event that nobody can understand starts nothing, is recorded, and is not asked for again', async () => {
  await begin('RUNNING')
  const event = await flush()
  const rejected = await starters.invoke('startWatch', { ...event, source: 'aws.ec2' })

  expect(rejected.outcome).toMatchObject({ result: { result: 'REJECTED' } })
  expect(rejected.calls.map(({ operation }) => operation)).toContain('PutLogEvents')
  expect(await starters.executions()).toEqual([])
})

test('while Step Functions is out of reach startWatch fails, so that the event is delivered again', async () => {
  await begin('RUNNING')
  const event = await flush()
  const closed = 'http://127.0.0.1:9'
  const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:watch`
  await starters.ask({ kind: 'BEGIN', functions, stepFunctionsOrigin: closed, stateMachineArn })
  const { outcome } = await starters.invoke('startWatch', event)

  expect(outcome).toMatchObject({ functionError: { errorType: 'TransientServiceError' } })
})
