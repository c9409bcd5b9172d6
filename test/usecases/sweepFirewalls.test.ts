import { describe, expect, test } from '@jest/globals'
import type { ListedFlowOperation } from '../../functions/domain/flowOperation.ts'
import { scopeOf } from '../../functions/domain/watchRequest.ts'
import { type SweepResult, sweepFirewalls } from '../../functions/usecases/sweepFirewalls.ts'
import { firewallArn, isoAfterStart, secondsAfterStart, serviceError } from '../support/builders.ts'
import { FakeClock, FakeFirewalls, FakeWatchStarter } from '../support/fakes.ts'
import {
  association,
  endpoint,
  idOf,
  listed,
  listedOfAge,
  otherFirewall,
  otherFirewallArn,
  otherZone,
  ScopedFlowOperations,
  sweptAtSeconds,
  wholeFirewall,
  zone,
} from '../support/sweepWorld.ts'

const allScopes = [zone, otherZone, endpoint, association, wholeFirewall]
const throttled = serviceError('ThrottlingException')
const denied = serviceError('AccessDeniedException')
const invalid = serviceError('InvalidRequestException')
const notFound = serviceError('ResourceNotFoundException')
const broken = serviceError('InternalServerError', { httpStatusCode: 500 })

type World = {
  readonly firewalls?: FakeFirewalls
  readonly flowOperations?: ScopedFlowOperations
  readonly watchStarter?: FakeWatchStarter
}

function setUp({
  firewalls = new FakeFirewalls({ [firewallArn]: allScopes }),
  flowOperations = new ScopedFlowOperations([]),
  watchStarter = new FakeWatchStarter(),
}: World) {
  const clock = new FakeClock(secondsAfterStart(sweptAtSeconds))
  const logged: Readonly<Record<string, unknown>>[] = []
  const log = (entry: Readonly<Record<string, unknown>>) => void logged.push(entry)
  const pauses: number[] = []
  const chance = { next: 0 }
  const random = () => chance.next
  const pause = async (seconds: number) => {
    pauses.push(seconds)
    clock.now += seconds * 1000
  }
  const tick = (seconds: number) => void (clock.now += seconds * 1000)
  const sweep = () => sweepFirewalls({ clock, firewalls, flowOperations, watchStarter, log, pause, random })
  const startedIds = () => watchStarter.started.map(({ watchKey }) => watchKey).toSorted()
  const { started } = watchStarter
  return { sweep, tick, startedIds, started, flowOperations, firewalls, logged, pauses, chance, watchStarter }
}

/** One firewall with these lists. */
const listing = (...lists: ConstructorParameters<typeof ScopedFlowOperations>[0]) => ({
  flowOperations: new ScopedFlowOperations(lists),
})
const failureNames = ({ failures }: SweepResult) => failures.map(({ serviceErrorName }) => serviceErrorName)
const only = (operations: readonly ListedFlowOperation[]) => listing([zone, operations])

describe('a sweep', () => {
  test('starts one watch for each operation that any list of any firewall names', async () => {
    const firewalls = new FakeFirewalls({ [firewallArn]: allScopes, [otherFirewallArn]: [otherFirewall] })
    const { sweep, startedIds } = setUp({
      firewalls,
      ...listing(
        [zone, [listed(1)]],
        [otherZone, [listed(2)]],
        [endpoint, [listed(3)]],
        [association, [listed(4)]],
        [wholeFirewall, [listed(5)]],
        [otherFirewall, [listed(6), listed(7)]],
      ),
    })
    const result = await sweep()
    const all = [1, 2, 3, 4, 5, 6, 7].map(idOf)
    expect(startedIds()).toEqual(all)
    expect(result).toMatchObject({ firewallCount: 2, operationCount: 7, failures: [] })
    expect(result.recovered.toSorted()).toEqual(all)
  })

  test('asks every scope of every firewall, for flushes and captures alike', async () => {
    const firewalls = new FakeFirewalls({ [firewallArn]: allScopes, [otherFirewallArn]: [otherFirewall] })
    const { sweep, flowOperations, startedIds } = setUp({
      firewalls,
      ...only([listed(1, { type: 'FLOW_FLUSH' }), listed(2, { type: 'FLOW_CAPTURE' })]),
    })
    await sweep()
    expect(firewalls.scopesAsked).toEqual([firewallArn, otherFirewallArn])
    const asked = [...allScopes, otherFirewall]
    expect(new Set(flowOperations.listed.map(({ scope }) => scope))).toEqual(new Set(asked))
    expect(startedIds()).toEqual([idOf(1), idOf(2)])
  })

  test.each(allScopes)('gives the watch the selector of the scope that listed it: %#', async scope => {
    const { sweep, started, flowOperations } = setUp(listing([scope, [listed(1)]]))
    await sweep()
    expect(started.map(scopeOf)).toEqual([{ ...scope, availabilityZoneId: null, flowOperationId: idOf(1) }])
    expect(flowOperations.described).toEqual([])
  })

  test('marks the watch as recovered late, by nobody known, since the engine saw it', async () => {
    const { sweep, started } = setUp(only([listed(1), listed(2, { requestTimestamp: null })]))
    await sweep()
    expect(started).toMatchObject([
      {
        recoveredLate: true,
        startedBy: null,
        startedAt: null,
        watchedSince: isoAfterStart(sweptAtSeconds - 600),
      },
      { recoveredLate: true, startedBy: null, startedAt: null, watchedSince: isoAfterStart(sweptAtSeconds) },
    ])
  })

  test('leaves what runs without a time to its event for three minutes, then watches it in the same sweep', async () => {
    const running = listed(1, { requestTimestamp: null, status: 'IN_PROGRESS' })
    const { sweep, started, pauses } = setUp(only([running, listed(2)]))
    const result = await sweep()
    expect(started.map(({ watchKey }) => watchKey)).toEqual([idOf(2), idOf(1)])
    expect(started[1]).toMatchObject({ watchedSince: isoAfterStart(sweptAtSeconds + 180) })
    expect(pauses).toEqual([180])
    expect(result).toMatchObject({ operationCount: 2, recovered: [idOf(2), idOf(1)] })
  })

  test('finds a watch of it then, if its event came', async () => {
    const running = listed(1, { requestTimestamp: null, status: 'IN_PROGRESS' })
    const { sweep } = setUp({ ...only([running]), watchStarter: new FakeWatchStarter('ALREADY_WATCHED') })
    await expect(sweep()).resolves.toMatchObject({ recovered: [] })
  })

  test('waits for nothing else', async () => {
    const { sweep, pauses } = setUp(
      only([listed(1), listedOfAge(2, 5), listed(3, { requestTimestamp: null })]),
    )
    await sweep()
    expect(pauses).toEqual([])
  })

  test('leaves what is younger than three minutes to its event', async () => {
    const { sweep, startedIds } = setUp(only([listedOfAge(1, 179), listedOfAge(2, 181)]))
    const { recovered } = await sweep()
    expect(startedIds()).toEqual([idOf(2)])
    expect(recovered).toEqual([idOf(2)])
  })

  test('starts watches of operations that are over, too: their end may have been told to nobody', async () => {
    const statuses = ['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'IN_PROGRESS', 'CANCELLED', null]
    const { sweep, startedIds } = setUp(only(statuses.map((status, index) => listed(index, { status }))))
    await sweep()
    expect(startedIds()).toEqual(statuses.map((_, index) => idOf(index)))
  })

  test('starts nothing by an id that is none', async () => {
    const { sweep, startedIds } = setUp(only([listed(1, { flowOperationId: '../x' }), listed(2)]))
    await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(2)], failures: [] })
    expect(startedIds()).toEqual([idOf(2)])
  })

  test('counts a watch that exists already as nothing new', async () => {
    const watchStarter = new FakeWatchStarter('ALREADY_WATCHED', 'STARTED')
    const { sweep } = setUp({ ...only([listed(1), listed(2), listed(3)]), watchStarter })
    await expect(sweep()).resolves.toMatchObject({
      operationCount: 3,
      recovered: [idOf(2), idOf(3)],
      failures: [],
    })
  })

  test('of an account without firewalls is a sweep like any other', async () => {
    const { sweep, started } = setUp({ firewalls: new FakeFirewalls({}) })
    await expect(sweep()).resolves.toEqual({
      firewallCount: 0,
      operationCount: 0,
      recovered: [],
      failures: [],
      startFailures: [],
    })
    expect(started).toEqual([])
  })

  test('of firewalls without operations as well', async () => {
    const { sweep } = setUp({})
    await expect(sweep()).resolves.toMatchObject({
      firewallCount: 1,
      operationCount: 0,
      recovered: [],
      failures: [],
    })
  })
})

describe('an operation that several lists name', () => {
  const twice = [
    [zone, [listed(1)]],
    [endpoint, [listed(1)]],
    [association, [listed(1)]],
    [wholeFirewall, [listed(1)]],
  ] as const

  test('is watched once, under the first scope under which the service knows it', async () => {
    const flowOperations = new ScopedFlowOperations(twice, [
      [endpoint, 'KNOWN'],
      [association, 'KNOWN'],
    ])
    const { sweep, started } = setUp({ flowOperations })
    await expect(sweep()).resolves.toMatchObject({ operationCount: 1, recovered: [idOf(1)], failures: [] })
    expect(started.map(scopeOf)).toEqual([
      { ...endpoint, availabilityZoneId: null, flowOperationId: idOf(1) },
    ])
    expect(flowOperations.described).toEqual([
      { ...zone, flowOperationId: idOf(1) },
      { ...endpoint, flowOperationId: idOf(1) },
    ])
  })

  test.each([
    ['InvalidRequestException', invalid],
    ['ResourceNotFoundException', notFound],
  ])('%s under one scope means that another one knows it', async (_name, refusal) => {
    const flowOperations = new ScopedFlowOperations(twice, [
      [zone, refusal],
      [endpoint, 'KNOWN'],
    ])
    const { sweep, started } = setUp({ flowOperations })
    await expect(sweep()).resolves.toMatchObject({ failures: [] })
    expect(started.map(scopeOf)).toEqual([
      { ...endpoint, availabilityZoneId: null, flowOperationId: idOf(1) },
    ])
  })

  test('is watched under the first of them where none knows it: it must not go untold', async () => {
    const { sweep, started, flowOperations } = setUp(listing(...twice))
    await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)], failures: [] })
    expect(started.map(scopeOf)).toEqual([{ ...zone, availabilityZoneId: null, flowOperationId: idOf(1) }])
    expect(flowOperations.described).toHaveLength(3)
  })

  test('is not described when only one scope and the firewall as a whole list it', async () => {
    const { sweep, started, flowOperations } = setUp(
      listing([otherZone, [listed(1)]], [wholeFirewall, [listed(1)]]),
    )
    await sweep()
    expect(started.map(scopeOf)).toEqual([
      { ...otherZone, availabilityZoneId: null, flowOperationId: idOf(1) },
    ])
    expect(flowOperations.described).toEqual([])
  })

  test('is not described when a list names it twice, as pages that shift may do', async () => {
    const { sweep, started, flowOperations } = setUp(only([listed(1), listed(1)]))
    await sweep()
    expect(started.map(scopeOf)).toEqual([{ ...zone, availabilityZoneId: null, flowOperationId: idOf(1) }])
    expect(flowOperations.described).toEqual([])
  })

  test.each([
    ['throttled', throttled],
    ['denied', denied],
  ])('and cannot be described (%s) keeps the sweep from nothing else', async (_case, failure) => {
    const flowOperations = new ScopedFlowOperations(
      [
        [zone, [listed(1), listed(2)]],
        [endpoint, [listed(1)]],
        [otherZone, [listed(3)]],
      ],
      [
        [zone, failure],
        [endpoint, failure],
      ],
    )
    const { sweep, startedIds } = setUp({ flowOperations })
    const result = await sweep()
    expect(startedIds()).toEqual(expect.arrayContaining([idOf(2), idOf(3)]))
    expect(result.failures.length).toBeGreaterThan(0)
    expect(new Set(result.failures)).toEqual(new Set([failure]))
  })
})

describe('one failure does not keep the sweep from the rest', () => {
  const both = new FakeFirewalls({ [firewallArn]: allScopes, [otherFirewallArn]: [otherFirewall] })
  const failures = [throttled, denied, broken, invalid, notFound]

  test.each(failures)('of a firewall that cannot be described: $message', async failure => {
    const firewalls = new FakeFirewalls({ [firewallArn]: failure, [otherFirewallArn]: [otherFirewall] })
    const { sweep, startedIds } = setUp({ firewalls, ...listing([otherFirewall, [listed(1)]]) })
    const result = await sweep()
    expect(startedIds()).toEqual([idOf(1)])
    expect(result).toMatchObject({ recovered: [idOf(1)], failures: [failure] })
  })

  test.each([throttled, denied, broken])('of a list: $message', async failure => {
    const { sweep, startedIds } = setUp({
      firewalls: both,
      ...listing([zone, failure], [otherZone, [listed(1)]], [otherFirewall, [listed(2)]]),
    })
    const result = await sweep()
    expect(startedIds()).toEqual([idOf(1), idOf(2)])
    expect(result.failures).toEqual([failure])
  })

  test.each(failures)('of a start: $message', async failure => {
    const watchStarter = new FakeWatchStarter(failure, 'STARTED')
    const { sweep, startedIds } = setUp({
      firewalls: both,
      watchStarter,
      ...listing([zone, [listed(1), listed(2)]], [otherFirewall, [listed(3)]]),
    })
    const result = await sweep()
    expect(startedIds()).toEqual([idOf(1), idOf(2), idOf(3)])
    expect(result).toMatchObject({
      recovered: [idOf(2), idOf(3)],
      failures: [failure],
      startFailures: [failure],
    })
  })

  test('all of them are told', async () => {
    const { sweep } = setUp({
      firewalls: both,
      watchStarter: new FakeWatchStarter(broken),
      ...listing([zone, throttled], [otherZone, denied], [otherFirewall, [listed(1)]]),
    })
    expect(failureNames(await sweep()).toSorted()).toEqual([
      'AccessDeniedException',
      'InternalServerError',
      'ThrottlingException',
    ])
  })

  test('all of them are logged, each with its firewall', async () => {
    const { sweep, logged } = setUp({
      firewalls: both,
      ...listing([zone, throttled], [otherFirewall, denied]),
    })
    await sweep()
    expect(logged).toMatchObject([
      { level: 'ERROR', firewallArn, error: 'ThrottlingException' },
      { level: 'ERROR', firewallArn: otherFirewallArn, error: 'AccessDeniedException' },
    ])
  })

  test.each([throttled, denied, broken])(
    'of a part leaves what only the whole firewall lists to the next sweep, whose list may say where it belongs: $message',
    async failure => {
      const lists = listing(
        [zone, failure],
        [otherZone, [listed(1)]],
        [wholeFirewall, [listed(1), listed(2)]],
      )
      const { sweep, startedIds } = setUp(lists)
      await sweep()
      expect(startedIds()).toEqual([idOf(1)])
    },
  )

  test.each([throttled, denied, broken, invalid, notFound])(
    'of the endpoint associations keeps no zone back, only what may belong to one of them: $message',
    async failure => {
      const firewalls = new FakeFirewalls({ [firewallArn]: [zone, wholeFirewall] })
      firewalls.associations = failure
      const { sweep, startedIds, flowOperations } = setUp({
        firewalls,
        ...listing([zone, [listed(1)]], [wholeFirewall, [listed(1), listed(2)]]),
      })
      const result = await sweep()
      expect(startedIds()).toEqual([idOf(1)])
      expect(result.failures).toEqual([failure])
      expect(flowOperations.listed.map(({ scope }) => scope)).toEqual([wholeFirewall, zone])
    },
  )

  test('but firewalls that cannot be listed leave nothing to sweep', async () => {
    await expect(setUp({ firewalls: new FakeFirewalls(throttled) }).sweep()).rejects.toBe(throttled)
  })
})

test.each([invalid, notFound])(
  'a firewall without a zone, on its way in or out, has no operations: $message',
  async refusal => {
    const firewalls = new FakeFirewalls({ [firewallArn]: [wholeFirewall] })
    const { sweep } = setUp({ firewalls, ...listing([wholeFirewall, refusal]) })
    await expect(sweep()).resolves.toMatchObject({ operationCount: 0, failures: [] })
  },
)

describe('a scope that the service does not take', () => {
  test.each([invalid, notFound])('is none as long as another one answers: $message', async refusal => {
    const others = allScopes.filter(scope => scope !== zone)
    for (const answering of others) {
      const lists = allScopes.map(scope => [scope, scope === answering ? [listed(1)] : refusal] as const)
      const flowOperations = new ScopedFlowOperations(lists, [[wholeFirewall, 'KNOWN']])
      const { sweep, startedIds } = setUp({ flowOperations })
      // oxlint-disable-next-line no-await-in-loop -- each sweep is a world of its own
      await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)], failures: [] })
      expect(startedIds()).toEqual([idOf(1)])
    }
  })

  test('is none when the one that answers lists nothing', async () => {
    const { sweep } = setUp(listing([zone, invalid], [endpoint, notFound]))
    await expect(sweep()).resolves.toMatchObject({ failures: [] })
  })

  test('is a failure when no other one of that firewall answers', async () => {
    const lists = allScopes.map(scope => [scope, scope === zone ? invalid : notFound] as const)
    const firewalls = new FakeFirewalls({ [firewallArn]: allScopes, [otherFirewallArn]: [otherFirewall] })
    const { sweep, startedIds } = setUp({ firewalls, ...listing(...lists, [otherFirewall, [listed(1)]]) })
    const result = await sweep()
    expect(result.failures.length).toBeGreaterThan(0)
    expect(startedIds()).toEqual([idOf(1)])
  })

  test('does not hide that another one failed', async () => {
    const others = [otherZone, endpoint, association, wholeFirewall].map(scope => [scope, invalid] as const)
    const result = await setUp(listing([zone, throttled], ...others)).sweep()
    expect(failureNames(result)).toContain('ThrottlingException')
  })
})

describe('an operation that only the firewall as a whole lists, while the list of a zone is refused', () => {
  const refusing = (
    operation: ListedFlowOperation,
    ...descriptions: (readonly [typeof zone, Error | 'KNOWN'])[]
  ) =>
    setUp({
      flowOperations: new ScopedFlowOperations(
        [
          [zone, invalid],
          [wholeFirewall, [operation]],
        ],
        descriptions,
      ),
    })

  test('is watched when the service knows it without a selector', async () => {
    const { sweep, started } = refusing(listedOfAge(1, 600), [wholeFirewall, 'KNOWN'])
    await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)], failures: [] })
    expect(started[0]).toMatchObject({ availabilityZone: null })
  })

  test.each([invalid, notFound])('is left to the next sweep when it does not: $message', async answer => {
    const { sweep, startedIds, logged } = refusing(listedOfAge(1, 600), [wholeFirewall, answer])
    expect(failureNames(await sweep())).toEqual(['ScopeInDoubt'])
    expect(startedIds()).toEqual([])
    const message = `ScopeInDoubt: a list was refused that may name ${idOf(1)}: it is left to the next sweep`
    expect(logged).toEqual([expect.objectContaining({ firewallArn, error: 'ScopeInDoubt', message })])
  })

  test('is left, too, when the service cannot say', async () => {
    const { sweep, startedIds } = refusing(listedOfAge(1, 600), [wholeFirewall, throttled])
    expect(failureNames(await sweep())).toEqual(['ThrottlingException'])
    expect(startedIds()).toEqual([])
  })

  test.each([
    ['IN_PROGRESS', [180]],
    ['COMPLETED', []],
  ])(
    'is watched when nobody knows how old it is, running only after the grace: %s',
    async (status, grace) => {
      const { sweep, startedIds, pauses } = refusing(listed(1, { requestTimestamp: null, status }))
      await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)], failures: [] })
      expect(startedIds()).toEqual([idOf(1)])
      expect(pauses).toEqual(grace)
    },
  )

  test('is watched after half an hour all the same: it must not go untold', async () => {
    const { sweep, startedIds, flowOperations } = refusing(listedOfAge(1, 1800))
    await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)], failures: [] })
    expect(startedIds()).toEqual([idOf(1)])
    expect(flowOperations.described).toEqual([])
  })

  test('is found under its zone by the next sweep, which is not refused', async () => {
    const { sweep, started } = setUp(
      listing([zone, [listedOfAge(1, 600)]], [wholeFirewall, [listedOfAge(1, 600)]]),
    )
    await expect(sweep()).resolves.toMatchObject({ recovered: [idOf(1)], failures: [] })
    expect(started[0]).toMatchObject({ availabilityZone: 'eu-west-1a' })
  })

  test('keeps no other firewall in doubt', async () => {
    const other = { ...otherFirewall, availabilityZone: null }
    const { sweep, startedIds } = setUp({
      firewalls: new FakeFirewalls({
        [firewallArn]: [zone, wholeFirewall],
        [otherFirewallArn]: [otherFirewall, other],
      }),
      ...listing([zone, invalid], [wholeFirewall, []], [other, [listedOfAge(2, 600)]]),
    })
    await expect(sweep()).resolves.toMatchObject({ failures: [] })
    expect(startedIds()).toEqual([idOf(2)])
  })
})

describe('a defect is never swallowed', () => {
  const defect = new TypeError('defect')
  test.each<[string, World]>([
    ['listing the firewalls', { firewalls: new FakeFirewalls(defect) }],
    [
      'describing a firewall',
      { firewalls: new FakeFirewalls({ [firewallArn]: defect, [otherFirewallArn]: [otherFirewall] }) },
    ],
    ['listing operations', listing([zone, defect])],
    [
      'describing an operation',
      {
        flowOperations: new ScopedFlowOperations(
          [
            [zone, [listed(1)]],
            [endpoint, [listed(1)]],
          ],
          [[zone, defect]],
        ),
      },
    ],
    ['starting a watch', { ...only([listed(1)]), watchStarter: new FakeWatchStarter(defect) }],
  ])('in %s', async (_where, world) => {
    await expect(setUp(world).sweep()).rejects.toBe(defect)
  })
})

describe('a sweep whose lists take long', () => {
  /** So many firewalls with one zone each, and an operation in every zone; each list takes so many seconds. */
  function slowWorld(firewallCount: number, secondsPerList: number) {
    const zones = Array.from({ length: firewallCount }, (_, index) => ({
      ...zone,
      firewallArn: `${firewallArn}-${index}`,
    }))
    const flowOperations = new ScopedFlowOperations(zones.map((one, index) => [one, [listed(index)]]))
    const firewalls = new FakeFirewalls(Object.fromEntries(zones.map(one => [one.firewallArn, [one]])))
    const world = setUp({ firewalls, flowOperations })
    const list = flowOperations.list.bind(flowOperations)
    flowOperations.list = async (...asked) => {
      world.tick(secondsPerList)
      return list(...asked)
    }
    return world
  }

  test('ends by itself after 90 s, as a failure that says so, with what it found until then watched', async () => {
    const { sweep, startedIds, logged } = slowWorld(10, 20)
    const result = await sweep()
    expect(failureNames(result)).toEqual(['SweepOutOfTime'])
    expect(startedIds()).toHaveLength(5)
    expect(result.recovered).toHaveLength(5)
    expect(logged).toEqual([
      {
        level: 'ERROR',
        firewallArn: expect.stringContaining(firewallArn),
        error: 'SweepOutOfTime',
        message: 'SweepOutOfTime: the lists took more than 90 s: the next sweep begins with another firewall',
      },
    ])
  })

  test('does not even ask for the scopes of the firewalls that are left', async () => {
    const { sweep, firewalls } = slowWorld(10, 20)
    await sweep()
    expect(firewalls.scopesAsked).toHaveLength(5)
  })

  test('is whole when the last list ends in time', async () => {
    const result = await slowWorld(10, 8).sweep()
    expect(result).toMatchObject({ failures: [], operationCount: 10 })
  })

  test('does not take for the whole firewall what only its whole lists, when a part was not asked', async () => {
    const world = setUp({
      firewalls: new FakeFirewalls({ [firewallArn]: [zone, otherZone, wholeFirewall] }),
      ...listing([wholeFirewall, [listed(1)]]),
    })
    const list = world.flowOperations.list.bind(world.flowOperations)
    world.flowOperations.list = async (...asked) => {
      world.tick(45)
      return list(...asked)
    }
    expect(failureNames(await world.sweep())).toEqual(['SweepOutOfTime'])
    expect(world.startedIds()).toEqual([])
  })

  test('nor when the endpoint associations, which come last, were not asked', async () => {
    const world = setUp({
      firewalls: new FakeFirewalls({ [firewallArn]: [zone, wholeFirewall, association] }),
      ...listing([wholeFirewall, [listed(1)]]),
    })
    const list = world.flowOperations.list.bind(world.flowOperations)
    world.flowOperations.list = async (...asked) => {
      world.tick(45)
      return list(...asked)
    }
    expect(failureNames(await world.sweep())).toEqual(['SweepOutOfTime'])
    expect(world.startedIds()).toEqual([])
  })

  test.each([0, 600, 3600])(
    'begins anywhere, so that none is always left out however far apart sweeps are: %d s',
    async secondsBetween => {
      const world = slowWorld(6, 100)
      for (let sweep = 0; sweep < 6; sweep += 1) {
        world.chance.next = (sweep + 0.5) / 6
        // oxlint-disable-next-line no-await-in-loop -- one sweep comes after the other
        await world.sweep()
        world.tick(secondsBetween)
      }
      const asked = world.flowOperations.listed.map(({ scope }) => scope.firewallArn)
      expect([asked.length, new Set(asked).size]).toEqual([6, 6])
    },
  )

  test('does not ask for endpoint associations once the time is used up', async () => {
    const { sweep, firewalls, flowOperations, tick } = setUp({})
    const scopes = firewalls.scopes.bind(firewalls)
    firewalls.scopes = async arn => {
      tick(90)
      return scopes(arn)
    }
    firewalls.associations = new TypeError('not to be asked')
    expect(failureNames(await sweep())).toEqual(['SweepOutOfTime'])
    expect(flowOperations.listed).toEqual([])
  })
})

describe('what a sweep begins late', () => {
  const running = (index: number) => listed(index, { requestTimestamp: null, status: 'IN_PROGRESS' })

  /** Every list takes this long. */
  function slowLists(
    secondsPerList: number,
    ...lists: ConstructorParameters<typeof ScopedFlowOperations>[0]
  ) {
    const world = setUp({
      firewalls: new FakeFirewalls({ [firewallArn]: [zone], [otherFirewallArn]: [otherFirewall] }),
      ...listing(...lists),
    })
    const list = world.flowOperations.list.bind(world.flowOperations)
    world.flowOperations.list = async (...asked) => {
      world.tick(secondsPerList)
      return list(...asked)
    }
    return world
  }

  test('waits no longer than the grace since it was found', async () => {
    const { sweep, pauses, started } = slowLists(40, [zone, [running(1)]])
    await sweep()
    expect(pauses).toEqual([140])
    expect(started).toMatchObject([{ watchedSince: isoAfterStart(sweptAtSeconds + 40 + 180) }])
  })

  test('waits for nothing where the grace is just over', async () => {
    const { sweep, tick, pauses, startedIds, flowOperations } = slowLists(0, [zone, [running(1)]])
    const list = flowOperations.list.bind(flowOperations)
    flowOperations.list = async (scope, type) => {
      if (scope.firewallArn === otherFirewallArn) tick(180)
      return list(scope, type)
    }
    await sweep()
    expect([pauses, startedIds()]).toEqual([[], [idOf(1)]])
  })

  test('is left to the next sweep where the grace ends after 270 s, and is told as left', async () => {
    const { sweep, pauses, startedIds, logged } = slowLists(
      46,
      [zone, [running(1)]],
      [otherFirewall, [running(2), running(3)]],
    )
    const result = await sweep()
    expect(startedIds()).toEqual([idOf(1)])
    expect(pauses).toEqual([180 - 46])
    expect(failureNames(result)).toEqual(['SweepOutOfTime'])
    const message = 'SweepOutOfTime: no watch is begun after 270 s: 2 operation(s) are left to the next sweep'
    expect(logged).toEqual([expect.objectContaining({ error: 'SweepOutOfTime', message })])
  })

  test('is begun where the grace ends at 270 s', async () => {
    const { sweep, startedIds } = slowLists(45, [otherFirewall, [running(1)]])
    await expect(sweep()).resolves.toMatchObject({ failures: [] })
    expect(startedIds()).toEqual([idOf(1)])
  })

  test('ends before the function is stopped, though each start takes long', async () => {
    const world = setUp(only(Array.from({ length: 40 }, (_, index) => listed(index))))
    const start = world.watchStarter.start.bind(world.watchStarter)
    world.watchStarter.start = async watch => {
      world.tick(10)
      return start(watch)
    }
    const result = await world.sweep()
    expect(world.startedIds()).toHaveLength(28)
    expect(failureNames(result)).toEqual(['SweepOutOfTime'])
  })
})
