import fc from 'fast-check'
import type { CallSite } from '../world/faults.ts'
import type { ChannelSetup, EventCopy, OperationPlan, Scenario, ScriptPlan } from '../world/scenario.ts'
import { faultArbitrary } from './faultArbitrary.ts'

type Weighted<Value> = { readonly arbitrary: fc.Arbitrary<Value>; readonly weight: number }
const hour = 3600

/** Most operations take a minute. One in three hundred outlives the service's memory: such a watch has hundreds of polls. */
const duration = fc.oneof<Weighted<number | null>[]>(
  { arbitrary: fc.integer({ min: 0, max: 60 }), weight: 240 },
  { arbitrary: fc.integer({ min: 61, max: 300 }), weight: 50 },
  { arbitrary: fc.integer({ min: 301, max: 2 * hour }), weight: 8 },
  { arbitrary: fc.constantFrom(null, 12 * hour - 600, 13 * hour), weight: 1 },
)

const script: fc.Arbitrary<ScriptPlan> = fc.record(
  {
    durationSeconds: duration,
    finalStatus: fc.constantFrom(
      'COMPLETED',
      'COMPLETED',
      'COMPLETED',
      'COMPLETED_WITH_ERRORS',
      'FAILED',
      'CANCELLED',
    ),
    statusMessage: fc.constantFrom('Flow timeout', 'Internal error'),
    flowCount: fc.constantFrom(0, 3, 100, 230),
    forgottenAfterSeconds: fc.constant(130),
  },
  { requiredKeys: ['durationSeconds', 'finalStatus'] },
)

/** CloudTrail's events take seconds to minutes; a few are hours late, and EventBridge may double any of them. */
const delaySeconds = fc.oneof<Weighted<number>[]>(
  { arbitrary: fc.integer({ min: 1, max: 120 }), weight: 80 },
  { arbitrary: fc.integer({ min: 121, max: 1200 }), weight: 15 },
  { arbitrary: fc.integer({ min: 1201, max: 6 * hour }), weight: 4 },
  { arbitrary: fc.constantFrom(12 * hour - 60, 12 * hour + 60, 13 * hour), weight: 1 },
)
const copy: fc.Arbitrary<EventCopy> = fc.record(
  { delaySeconds, hasOtherId: fc.boolean() },
  { requiredKeys: ['delaySeconds'] },
)
const copies = fc.oneof<Weighted<EventCopy[]>[]>(
  { arbitrary: fc.array(copy, { minLength: 1, maxLength: 1 }), weight: 16 },
  { arbitrary: fc.array(copy, { minLength: 2, maxLength: 3 }), weight: 3 },
  { arbitrary: fc.constant([]), weight: 1 },
)

const operation: fc.Arbitrary<OperationPlan> = fc
  .record(
    {
      atSeconds: fc.integer({ min: 0, max: 600 }),
      type: fc.constantFrom('FLOW_FLUSH', 'FLOW_CAPTURE'),
      firewall: fc.integer({ min: 0, max: 1 }),
      place: fc.constantFrom('zone-a', 'zone-b', 'zone-c', 'endpoint-a', 'association', 'whole'),
      script,
      copies,
      refusedWith: fc.constant({ errorCode: 'InvalidRequestException', errorMessage: 'synthetic refusal' }),
      isAnswerMissing: fc.boolean(),
    },
    { requiredKeys: ['atSeconds', 'type', 'firewall', 'place', 'script', 'copies'] },
  )
  .map(plan => rarely(plan))

/**
 * Refusals, missing answers and forgotten operations are exceptions: one in eight of those that were drawn stays. What is forgotten
 * before a sweep comes can only be known from an event in time.
 */
function rarely(plan: OperationPlan): OperationPlan {
  const { refusedWith, isAnswerMissing, script: drawn, ...usual } = plan
  const { forgottenAfterSeconds, ...remembered } = drawn
  const isKept = plan.atSeconds % 8 === 0
  const isInTime = plan.copies.some(({ delaySeconds: delay }) => delay <= 60)
  const isForgotten = plan.atSeconds % 8 === 1 && isInTime && forgottenAfterSeconds !== undefined
  return {
    ...usual,
    script: isForgotten ? { ...remembered, durationSeconds: 300, forgottenAfterSeconds } : remembered,
    ...(isKept && refusedWith ? { refusedWith } : {}),
    ...(isKept && isAnswerMissing ? { isAnswerMissing } : {}),
  }
}

const channels: fc.Arbitrary<ChannelSetup[]> = fc
  .tuple(
    fc.subarray<ChannelSetup>(['sns', 'eventbridge', 'teams']),
    fc.constantFrom<ChannelSetup[]>([], ['slack-webhook'], ['slack-bot']),
  )
  .map(([others, slack]) => [...others, ...slack])
  .map(all => (all.length === 0 ? ['sns'] : all))

const operations = fc.oneof<Weighted<OperationPlan[]>[]>(
  { arbitrary: fc.array(operation, { minLength: 1, maxLength: 1 }), weight: 8 },
  { arbitrary: fc.array(operation, { minLength: 2, maxLength: 4 }), weight: 2 },
)

/** Captures go to the topic only, and the rest everywhere. */
const routes = JSON.stringify({
  schemaVersion: 1,
  routes: [{ name: 'captures', when: { operationTypes: ['FLOW_CAPTURE'] }, to: [{ channel: 'sns' }] }],
})

/** Any scenario; its own seed is that of the run, so that one number repeats it. */
export function scenarioArbitrary(seed: number): fc.Arbitrary<Scenario> {
  return fc
    .record({
      channels,
      operations,
      faults: fc.array(faultArbitrary, { maxLength: 6 }),
      extras,
    })
    .map(({ extras: extra, faults, ...core }) => ({
      seed,
      ...core,
      faults: faults.filter(({ at }) => isOfThisWorld(at, core.channels)),
      ...extra,
    }))
}

/** Calls of channels that are not set never happen. */
const channelSites: Readonly<Record<string, readonly ChannelSetup[]>> = {
  Publish: ['sns'],
  PutEvents: ['eventbridge'],
  webhook: ['slack-webhook'],
  'chat.postMessage': ['slack-bot'],
  'chat.update': ['slack-bot'],
  flow: ['teams'],
  GetSecretValue: ['slack-webhook', 'slack-bot', 'teams'],
}

function isOfThisWorld(site: CallSite, setChannels: readonly ChannelSetup[]): boolean {
  return channelSites[site]?.some(channel => setChannels.includes(channel)) ?? true
}

const changes = fc.array(
  fc.record({
    atSeconds: fc.integer({ min: 0, max: 900 }),
    what: fc.constantFrom('rotate-slack' as const, 'rotate-teams' as const),
    isSecretRenewed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2 },
)

/** What most runs do without. */
const extras = fc.oneof<Weighted<Partial<Scenario>>[]>(
  { arbitrary: fc.constant({}), weight: 12 },
  { arbitrary: fc.record({ overdueMinutes: fc.constantFrom(1, 2, 10) }), weight: 4 },
  {
    arbitrary: fc.record({
      clockJump: fc.record({
        atSeconds: fc.integer({ min: 0, max: 900 }),
        bySeconds: fc.constantFrom(hour, -hour),
      }),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ changes }), weight: 2 },
  { arbitrary: fc.record({ routes: fc.constantFrom(routes, 'not JSON') }), weight: 1 },
  { arbitrary: fc.record({ firstSweepAtSeconds: fc.integer({ min: 1, max: 600 }) }), weight: 2 },
)
