import { describe, expect, test } from '@jest/globals'
import type { FirewallPlace } from '../../functions/domain/firewallContext.ts'
import type { PollProgress } from '../../functions/domain/pollProgress.ts'
import { gatherFirewallContext } from '../../functions/usecases/gatherFirewallContext.ts'
import {
  flowOperation,
  isoAfterStart,
  operationId,
  progress,
  secondsAfterStart,
  watchRequest,
} from '../support/builders.ts'
import { FakeClock } from '../support/fakes.ts'
import { idOf } from '../support/sweepWorld.ts'

const bothZones: readonly FirewallPlace[] = [
  { availabilityZone: 'eu-west-1a', vpcEndpointId: 'vpce-0aaa' },
  { availabilityZone: 'eu-west-1b', vpcEndpointId: 'vpce-0bbb' },
]
const unselected = watchRequest({ availabilityZone: null })
const answered = (change: Parameters<typeof flowOperation>[0]) =>
  progress({ outcome: 'COMPLETED', operation: flowOperation({ status: 'COMPLETED', ...change }) })

type World = {
  readonly watch?: ReturnType<typeof watchRequest>
  readonly watched?: PollProgress | null
  readonly places?: readonly FirewallPlace[]
  readonly associationCount?: number
  /** Whether every zone lists another flush with the same filters, in progress. */
  readonly hasOthers?: boolean
}

/** The coverage of a firewall whose zones remember no flush, unless told otherwise. */
async function coverage({ watch, watched, places, associationCount, hasOthers }: World) {
  const other = {
    flowOperationId: idOf(1),
    type: 'FLOW_FLUSH',
    status: null,
    requestTimestamp: isoAfterStart(-60),
  }
  const context = await gatherFirewallContext(
    { watch: watch ?? watchRequest(), progress: watched === undefined ? answered({}) : watched },
    {
      clock: new FakeClock(secondsAfterStart(60)),
      log: () => undefined,
      firewalls: {
        describe: async () => ({
          places: places ?? bothZones,
          tags: [],
          firewallPolicyArn: null,
          associationCount: associationCount ?? 0,
        }),
        streamExceptionPolicy: async () => null,
      },
      flushHistory: {
        describe: async () => flowOperation({ availabilityZone: null }),
        listFlushes: async () => ({ flushes: hasOthers ? [other] : [], isWhole: true }),
      },
    },
  )
  return context?.coverage ?? []
}

const states = (zones: Awaited<ReturnType<typeof coverage>>) => zones.map(({ state }) => state)

describe('the zone of the watched flush', () => {
  test('is that of the endpoint which the start named', async () => {
    const watch = watchRequest({ availabilityZone: null, vpcEndpointId: 'vpce-0bbb' })
    const zones = await coverage({ watch, watched: answered({ availabilityZone: null }) })
    expect(states(zones)).toEqual(['NOT_COVERED', 'COVERED'])
  })

  test('is not one without an endpoint, only because nobody named one', async () => {
    const places = bothZones.map(place => ({ ...place, vpcEndpointId: null }))
    const zones = await coverage({
      watch: unselected,
      watched: answered({ availabilityZone: null }),
      places,
    })
    expect(states(zones)).toEqual(['UNKNOWN', 'UNKNOWN'])
  })

  test('is not known before the first answer, where the start named none', async () => {
    const zones = await coverage({ watch: unselected, watched: null })
    expect(states(zones)).toEqual(['UNKNOWN', 'UNKNOWN'])
  })
})

describe('the watched flush takes its whole zone', () => {
  test('where the answer names the zone and no endpoint, whatever endpoints there are', async () => {
    const zones = await coverage({ watch: unselected, associationCount: 2 })
    expect(states(zones)).toEqual(['COVERED', 'NOT_COVERED'])
  })

  test('but not where the start named nothing, and the answer one endpoint of several', async () => {
    const zones = await coverage({
      watch: unselected,
      watched: answered({ vpcEndpointId: 'vpce-0aaa' }),
      associationCount: 2,
    })
    expect(states(zones)).toEqual(['UNKNOWN', 'NOT_COVERED'])
  })
})

describe('the time of the watched flush', () => {
  test.each([
    ['when the engine had found the flows', isoAfterStart(3), isoAfterStart(0), isoAfterStart(3)],
    ['else that of the start', null, isoAfterStart(0), isoAfterStart(0)],
    ['else when the watch began', null, null, isoAfterStart(7)],
  ])('is %s', async (_, requestTimestamp, startedAt, time) => {
    const watch = watchRequest({ startedAt, watchedSince: isoAfterStart(7) })
    const zones = await coverage({ watch, watched: answered({ requestTimestamp }) })
    expect(zones[0]).toMatchObject({ flowOperationId: operationId, flowRequestTimestamp: time })
  })
})

test('filters that were left out of the state cannot be compared', async () => {
  const watched = answered({ omittedFilterCount: 1 })
  expect(states(await coverage({ hasOthers: true }))).toEqual(['COVERED', 'RUNNING'])
  expect(states(await coverage({ watched, hasOthers: true }))).toEqual(['COVERED', 'UNKNOWN'])
})

test('a flush whose polls all failed is known by the type of its start', async () => {
  const zones = await coverage({ watched: progress({ outcome: 'WATCH_FAILED' }) })
  expect(states(zones)).toEqual(['UNKNOWN', 'NOT_COVERED'])
})
