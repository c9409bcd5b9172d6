import * as z from 'zod/mini'
import { FirewallContext } from './firewallContext.ts'
import { Delivery } from './notification.ts'
import { OverdueNotice } from './overdueNotice.ts'
import { PollProgress, progressBeforeFirstPoll } from './pollProgress.ts'
import type { WatchFailure } from './report.ts'
import { ResultsCollection } from './resultsCollection.ts'
import { isObject } from './tolerantJson.ts'
import { WatchRequest } from './watchRequest.ts'

/** A failure as a Catch hands it on; an empty Error stands for none. */
const CaughtFailure = z.object({ Error: z.string(), Cause: z.optional(z.string()) })

/** What the state of an execution holds when something is to be told. */
export type GatheredFacts = {
  readonly watch: WatchRequest
  readonly progress: PollProgress | null
  readonly collection: ResultsCollection | null
  readonly context: FirewallContext | null
  readonly failure: WatchFailure | null
  readonly announcements: readonly Delivery[]
  readonly overdueNotice: OverdueNotice
}

/**
 * Reads what was gathered, whatever it is: the state may be that of another version, or spoilt by a defect, and the outcome is
 * to be told all the same. `unfit` names what could not be read and counts as unknown. The context is never missed: it is
 * known for outcomes only. `now` is ISO 8601.
 */
export function readGathered(state: unknown, now: string): { facts: GatheredFacts; unfit: string[] } {
  const given = isObject(state) ? state : {}
  const unfit: string[] = []
  const read = <Value>(name: string, schema: z.ZodMiniType<Value>, otherwise: Value): Value => {
    const parsed = schema.safeParse(given[name])
    if (parsed.success) return parsed.data
    unfit.push(name)
    return otherwise
  }
  const inParts = <Whole extends object>(name: string, schema: Parted<Whole>, base: Whole): Whole =>
    read<Whole>(name, schema, withFitting(schema, base, given[name]))
  const failure = read('failure', CaughtFailure, { Error: '' })
  const facts = {
    watch: inParts('watch', WatchRequest, unknownWatch(now)),
    progress:
      given['progress'] === null ? null : inParts('progress', PollProgress, progressBeforeFirstPoll(now)),
    collection: read('results', z.nullable(ResultsCollection), null),
    context: FirewallContext.safeParse(given['context']).data ?? null,
    failure: failureOf(failure),
    announcements: read('announcements', z.array(Delivery), []),
    overdueNotice: read('overdueNotice', OverdueNotice, { isSent: false, deliveries: [] }),
  }
  return { facts, unfit }
}

type Parted<Whole> = z.ZodMiniType<Whole> & { readonly shape: Readonly<Record<string, z.ZodMiniType>> }

/** `base`, with each member of the value that fits its schema. */
function withFitting<Whole extends object>(schema: Parted<Whole>, base: Whole, value: unknown): Whole {
  if (!isObject(value)) return base
  const fitting = Object.entries(schema.shape).flatMap(([name, member]) => {
    const parsed = member.safeParse(value[name])
    return parsed.success ? [[name, parsed.data] as const] : []
  })
  return { ...base, ...Object.fromEntries(fitting) }
}

function unknownWatch(now: string): WatchRequest {
  return {
    kind: 'ACCEPTED_START',
    watchKey: 'unknown',
    flowOperationId: null,
    flowOperationType: null,
    firewallArn: null,
    availabilityZone: null,
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    accountId: null,
    region: null,
    startedAt: null,
    startedBy: null,
    watchedSince: now,
    refusal: null,
    lookUpFailure: null,
    recoveredLate: false,
    slotHolder: null,
    availabilityZoneId: null,
  }
}

/** Lambda's Cause is a JSON text with the error's own message in it. */
function failureOf({ Error: error, Cause: cause = '' }: z.infer<typeof CaughtFailure>): WatchFailure | null {
  if (error === '') return null
  return { error, message: lambdaMessage(cause).slice(0, 1024) }
}

function lambdaMessage(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause)
    const message =
      parsed && typeof parsed === 'object' && 'errorMessage' in parsed ? parsed.errorMessage : cause
    return String(message)
  } catch {
    return cause
  }
}
