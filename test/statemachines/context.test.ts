import { describe, expect, test } from '@jest/globals'
import { executionInput } from '../../functions/domain/executionInput.ts'
import { shippedDefinition } from '../../local/engine/definition.ts'
import { runExecution } from '../../local/engine/runExecution.ts'
import { inVirtualTime, WorkInFlight } from '../../local/engine/virtualTime.ts'
import {
  acceptedStart,
  completed,
  inProgress,
  memoryEnd,
  namedError,
  operation,
  refusedStart,
  serviceError,
  unidentifiedStart,
} from './facts.ts'
import { type World, watchIn } from './watchBed.ts'

const failingWith = (error: string) => () => {
  throw serviceError(error)
}
const place = { availabilityZone: 'eu-west-1a', vpcEndpointId: null }
const world: World = {
  describe: () => completed,
  describeFirewall: () => ({
    places: [place, { ...place, availabilityZone: 'eu-west-1b' }],
    tags: [{ key: 'team', value: 'network' }],
    firewallPolicyArn: 'arn:policy',
    associationCount: 0,
  }),
}

describe('what is known of the firewall', () => {
  test('is gathered once, after the results and before the outcome is written, and reaches every channel', async () => {
    const { states, delivered, result } = await watchIn(world)

    expect(states.filter(state => /^(CollectResults|GatherContext|ComposeOutcome)$/.test(state))).toEqual([
      'CollectResults',
      'GatherContext',
      'ComposeOutcome',
    ])
    const outcomes = delivered.filter(({ notice }) => notice === 'OUTCOME')
    expect(outcomes.length).toBe(3)
    for (const { document } of outcomes) {
      expect(document).toMatchObject({
        streamExceptionPolicy: 'REJECT',
        firewallTags: [{ key: 'team', value: 'network' }],
        zoneCoverage: [
          { availabilityZone: 'eu-west-1a', state: 'COVERED' },
          { availabilityZone: 'eu-west-1b', state: 'NOT_COVERED' },
        ],
      })
    }
    expect(result.executionStatus).toBe('SUCCEEDED')
  })

  const ends: Readonly<Record<string, World>> = {
    FAILED: { describe: () => operation('FAILED') },
    COMPLETED_WITH_ERRORS: { describe: () => operation('COMPLETED_WITH_ERRORS') },
    UNKNOWN: { describe: () => operation('A_NEW_STATUS') },
    EXPIRED: { ageSeconds: 300, describe: failingWith('ResourceNotFoundException') },
    TIMED_OUT: { ageSeconds: memoryEnd, describe: () => inProgress },
    WATCH_FAILED: { describe: failingWith('InvalidRequestException') },
  }

  test.each(Object.entries(ends))('is gathered for %s too', async (outcome, end) => {
    const { states, result } = await watchIn({ ...world, ...end })

    expect(result.outcome).toBe(outcome)
    expect(states).toContain('GatherContext')
    expect(result.document?.streamExceptionPolicy).toBe('REJECT')
  })

  test.each([
    ['a refused start', refusedStart],
    ['a start whose operation could not be found out', unidentifiedStart],
  ])('is not gathered for %s', async (_name, watch) => {
    const { states, result } = await watchIn({ ...world, watch })

    expect(states).not.toContain('GatherContext')
    expect(result.document).toMatchObject({ zoneCoverage: [], streamExceptionPolicy: null })
  })

  test.each(['TypeError', 'Lambda.ServiceException', 'States.Timeout', 'InvalidInputError'])(
    'that cannot be gathered for %s is tried once, and the outcome is told at once without it',
    async name => {
      const { invocations, endedAt, result, delivered } = await watchIn({
        ...world,
        invoke: functionName => {
          if (functionName === 'gatherContext') throw namedError(name)
        },
      })

      expect(invocations.filter(({ functionName }) => functionName === 'gatherContext')).toHaveLength(1)
      expect(endedAt).toBe(0)
      expect(result).toMatchObject({ executionStatus: 'SUCCEEDED', outcome: 'COMPLETED' })
      expect(result.document).toMatchObject({
        zoneCoverage: [],
        streamExceptionPolicy: null,
        firewallTags: [],
      })
      expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
    },
  )
})

test('Lambda without room for it is asked again within three seconds, and then no more', async () => {
  const busy = (times: number): World => ({
    ...world,
    invoke: (functionName, { call }) => {
      if (functionName === 'gatherContext' && call <= times)
        throw namedError('Lambda.TooManyRequestsException')
    },
  })
  const [patient, unlucky] = [await watchIn(busy(2)), await watchIn(busy(3))]

  expect(patient.result.document?.streamExceptionPolicy).toBe('REJECT')
  expect(unlucky.result.document?.streamExceptionPolicy).toBeNull()
  for (const { endedAt, result } of [patient, unlucky]) {
    expect(endedAt).toBeLessThanOrEqual(3)
    expect(result.executionStatus).toBe('SUCCEEDED')
  }
})

describe('an execution that an earlier version started, with an input that does not know of it', () => {
  const told = (kind: string, gatherContext: () => unknown) => {
    const { context: _unknown, ...input } = executionInput(acceptedStart(0))
    const execution = () =>
      runExecution({
        definition: shippedDefinition(name => `arn:aws:lambda:local:000000000000:function:${name}`),
        functions: {
          gatherContext: async () => gatherContext(),
          pollOperation: async () => ({ next: 'CONCLUDE', outcome: 'FAILED', waitSeconds: 1 }),
          composeNotice: async payload => ({ document: { outcome: 'FAILED', payload }, deliveries: [] }),
          recordAudit: async () => ({ recorded: true, overdueDeliveries: [], isEveryChannelReached: true }),
        },
        name: 'earlier',
        input: { ...input, watch: { ...input.watch, kind } },
      })
    return inVirtualTime(new WorkInFlight(), execution)
  }
  const failing = () => {
    throw new TypeError('a defect')
  }

  test.each([
    ['REFUSED_START', failing, null],
    ['UNIDENTIFIED_START', failing, null],
    ['ACCEPTED_START', failing, null],
    ['ACCEPTED_START', () => ({ firewall: { zones: [] } }), { zones: [] }],
  ])('ends well: %s', async (kind, gatherContext, context) => {
    const end = await told(kind, gatherContext)

    expect(end).toMatchObject({
      status: 'SUCCEEDED',
      data: { notice: { document: { payload: { context } } } },
    })
  })
})
