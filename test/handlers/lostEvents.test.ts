/** Shipped handlers and adapters against the local model of AWS, on the wire: what becomes of starts whose events are lost, doubled, late or refused. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readSettings } from '../../functions/config.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import { startWatch } from '../../functions/handlers/startWatch.ts'
import { sweepOperations } from '../../functions/handlers/sweepOperations.ts'
import type { Runtime } from '../../functions/runtime.ts'
import { startOfTestMilliseconds, useLocalAws } from '../local/model/localAwsFixture.ts'
import { associationArn, firewallArn, operationId, refusedEvent, startEvent } from '../support/builders.ts'
import { emfFindings } from '../support/emf.ts'
import { lambdaContext } from '../support/fakes.ts'

/** One of the tests makes hundreds of calls. */
jest.setTimeout(60_000)

const fixture = useLocalAws()
let logged: Readonly<Record<string, unknown>>[]
let originalEnvironment: NodeJS.ProcessEnv

beforeEach(() => {
  logged = []
  originalEnvironment = { ...process.env }
  const { environment, networkFirewall } = fixture().local
  Object.assign(process.env, environment)
  networkFirewall.addFirewall({
    firewallArn,
    endpointIdByZone: { 'eu-west-1a': 'vpce-0aaa', 'eu-west-1b': 'vpce-0bbb' },
    vpcEndpointAssociationArns: [associationArn],
  })
})
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in originalEnvironment)) delete process.env[name]
  Object.assign(process.env, originalEnvironment)
})

function functions() {
  const { local } = fixture()
  const clock = { nowMilliseconds: () => fixture().clock.nowMilliseconds }
  const settings = readSettings(
    {
      FLOWBELL_STATE_MACHINE_ARN: local.stepFunctions.createStateMachine('watch'),
      FLOWBELL_AUDIT_LOG_GROUP: 'audit',
    },
    [],
  )
  const runtime: Runtime = {
    settings,
    clock,
    ingestionClock: clock,
    random: () => 0,
    log: entry => void logged.push(entry),
    prepareClient: client => client,
  }
  const start = startWatch(() => runtime)
  const sweep = sweepOperations(() => runtime, { pause: async () => undefined })
  return {
    start: (event: unknown) => start(event, lambdaContext),
    sweep: () => sweep({}, lambdaContext),
  }
}

const passSeconds = (seconds: number) => void (fixture().clock.nowMilliseconds += seconds * 1000)
const executions = () => fixture().local.stepFunctions.executions
const watches = () =>
  executions().map(({ input }) => (JSON.parse(input) as { readonly watch: WatchRequest }).watch)
const metricSum = (name: string) => logged.reduce((sum, line) => sum + Number(line[name] ?? 0), 0)

/** Puts an operation in as the service knows it, with an engine timestamp after a second. */
function operation(selectors = {}, flowOperationId = operationId): string {
  return fixture().local.networkFirewall.addOperation({
    firewallArn,
    flowOperationId,
    selectors,
    script: { durationSeconds: 7200, finalStatus: 'COMPLETED' },
  })
}

const places: [object, Partial<WatchRequest>][] = [
  [{ AvailabilityZone: 'eu-west-1b' }, { availabilityZone: 'eu-west-1b' }],
  [{ VpcEndpointId: 'vpce-0aaa' }, { vpcEndpointId: 'vpce-0aaa' }],
  [{ VpcEndpointAssociationArn: associationArn }, { vpcEndpointAssociationArn: associationArn }],
  [{}, {}],
]

describe('a lost event', () => {
  test.each(places)(
    'is made up for by the sweep, wherever the operation runs: %j',
    async (selectors, place) => {
      operation(selectors)
      passSeconds(600)
      await expect(functions().sweep()).resolves.toMatchObject({ recovered: [operationId] })

      expect(executions().map(({ name }) => name)).toEqual([operationId])
      expect(watches()).toMatchObject([
        {
          firewallArn,
          availabilityZone: null,
          vpcEndpointId: null,
          vpcEndpointAssociationArn: null,
          ...place,
          recoveredLate: true,
          startedBy: null,
          watchedSince: new Date(startOfTestMilliseconds + 1000).toISOString(),
        },
      ])
    },
  )

  test('is counted once, however often the sweep comes while the watch runs and after it has ended', async () => {
    operation({ AvailabilityZone: 'eu-west-1a' })
    const { sweep } = functions()
    for (let round = 0; round < 6; round += 1) {
      passSeconds(600)
      // oxlint-disable-next-line no-await-in-loop -- one sweep comes after the other
      await sweep()
      if (round === 3) fixture().local.stepFunctions.close(executions()[0]?.executionArn ?? '')
    }

    expect(executions()).toHaveLength(1)
    expect(metricSum('OperationsRecoveredLate')).toBe(1)
    expect(metricSum('SweepsCompleted')).toBe(6)
    for (const line of logged) expect(emfFindings(line)).toEqual([])
  })

  test('that comes after all, late, starts nothing twice', async () => {
    operation({ AvailabilityZone: 'eu-west-1a' })
    passSeconds(600)
    const { start, sweep } = functions()
    await sweep()
    passSeconds(60)

    await expect(start(startEvent())).resolves.toEqual({ result: 'ALREADY_WATCHED', watchKey: operationId })
    expect(watches()).toMatchObject([{ recoveredLate: true }])
  })

  test('of one among many is found on whatever page it stands', async () => {
    const ids = Array.from({ length: 230 }, (_, index) =>
      operation({ AvailabilityZone: 'eu-west-1a' }, operationId.replace(/.{4}$/u, String(1000 + index))),
    )
    passSeconds(600)
    const { recovered } = await functions().sweep()

    expect(recovered.toSorted()).toEqual(ids.toSorted())
    expect(executions()).toHaveLength(230)
  })
})

describe('an event that came', () => {
  test('leaves nothing to the sweep', async () => {
    operation({ AvailabilityZone: 'eu-west-1a' })
    const { start, sweep } = functions()
    await start(startEvent())
    passSeconds(600)

    await expect(sweep()).resolves.toMatchObject({ operationCount: 1, recovered: [] })
    expect(watches()).toMatchObject([{ recoveredLate: false, startedBy: { name: 'NetOps' } }])
    expect(metricSum('OperationsRecoveredLate')).toBe(0)
  })

  test('is given its time: a sweep right after the start leaves the operation alone', async () => {
    operation({ AvailabilityZone: 'eu-west-1a' })
    passSeconds(120)
    const { start, sweep } = functions()
    await expect(sweep()).resolves.toMatchObject({ recovered: [] })
    await start(startEvent())

    expect(watches()).toMatchObject([{ recoveredLate: false, startedBy: { name: 'NetOps' } }])
  })

  test('twice, in another envelope, starts one watch', async () => {
    const { start } = functions()
    await start(startEvent())
    passSeconds(90)
    await start(startEvent({ envelope: { id: 'another', time: '2026-11-02T09:16:34Z' } }))

    expect(executions()).toHaveLength(1)
  })
})

describe('a refused start', () => {
  test('is reported at once, with the operation that holds its place', async () => {
    operation({ AvailabilityZone: 'eu-west-1a' })
    passSeconds(30)
    await expect(functions().start(refusedEvent())).resolves.toMatchObject({ result: 'STARTED' })

    expect(watches()).toMatchObject([
      {
        kind: 'REFUSED_START',
        flowOperationId: null,
        startedBy: { name: 'NetOps' },
        slotHolder: { flowOperationId: operationId, flowOperationType: 'FLOW_FLUSH' },
      },
    ])
  })

  test.each([['AccessDeniedException'], ['ThrottlingException']])(
    'is reported when the service does not tell what is running: %s',
    async errorType => {
      operation({ AvailabilityZone: 'eu-west-1a' })
      fixture().local.networkFirewall.failNext({
        operation: 'ListFlowOperations',
        fault: { kind: 'aws-error', httpStatus: 400, errorType, message: 'why' },
        times: Infinity,
      })
      await functions().start(refusedEvent())

      expect(watches()).toMatchObject([{ kind: 'REFUSED_START', slotHolder: null }])
    },
  )
})
