import { retryableError } from '../../functions/domain/errors.ts'
import type { FlowOperation } from '../../functions/domain/flowOperation.ts'
import {
  decideAfterAnswer,
  decideAfterError,
  type PollContext,
  RETRY,
} from '../../functions/domain/pollDecision.ts'
import { type PollProgress, progressBeforeFirstPoll } from '../../functions/domain/pollProgress.ts'
import type { PollTable } from '../../functions/domain/pollTable.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import type { Beginning, Contender, Watcher } from './contender.ts'
import { type PollLoop, shippedPollLoop } from './pollLoop.ts'
import { retryRun } from './stepFunctionsRetry.ts'

/** Any moment will do: everything is counted from it. */
const epochMilliseconds = Date.UTC(2026, 0, 1)

const inProgress: FlowOperation = {
  firewallArn: null,
  availabilityZone: null,
  vpcEndpointAssociationArn: null,
  vpcEndpointId: null,
  type: 'FLOW_FLUSH',
  status: 'IN_PROGRESS',
  statusMessage: null,
  requestTimestamp: null,
  details: null,
  omittedFilterCount: 0,
}

const throttled = { name: 'ThrottlingException', message: 'Rate exceeded', httpStatusCode: 400 }

/** Flowbell as shipped: its own decision after each answer, and the Retry of its own state machine after each throttled call. */
export function flowbell(): Contender {
  return flowbellWith('Flowbell', { pollTable: null, isSlowed: true })
}

/** The same with a poll table in its setting. */
export function fittedFlowbell(pollTable: PollTable): Contender {
  return flowbellWith('Flowbell, fitted', { pollTable, isSlowed: true })
}

/** The same without what slows a watch that was throttled: to measure what that does. */
export function unslowedFlowbell(): Contender {
  return flowbellWith('Flowbell, never slowed', { pollTable: null, isSlowed: false })
}

type Variant = { readonly pollTable: PollTable | null; readonly isSlowed: boolean }

function flowbellWith(name: string, variant: Variant): Contender {
  const loop = shippedPollLoop()
  return { name, carrier: loop.carrier, begin: beginning => watcherOf(beginning, loop, variant) }
}

function watcherOf({ startsAtSeconds, random }: Beginning, loop: PollLoop, variant: Variant): Watcher {
  const { pollTable, isSlowed } = variant
  const watch = watchOf(startsAtSeconds)
  let progress: PollProgress | null = null
  let retry = retryRun(loop.retriers, random)
  const contextAt = (nowSeconds: number): PollContext => ({
    watch,
    progress: progress ?? progressBeforeFirstPoll(isoTime(nowSeconds)),
    // Told already: the bench is about polls.
    overdueNotice: { isSent: true, deliveries: [] },
    cardCount: 0,
    nowMilliseconds: milliseconds(nowSeconds),
    overdueAfterSeconds: 3600,
    pollTable,
    random,
  })
  const follow = (decision: PollProgress): number | null => {
    // Only a poll that was due by a plain wait can be late.
    progress = isSlowed ? decision : { ...decision, next: 'REFRESH_CARD' }
    retry = retryRun(loop.retriers, random)
    return decision.next === 'CONCLUDE' ? null : decision.waitSeconds
  }
  return {
    firstWait: 0,
    afterAnswer: now => follow(decideAfterAnswer(contextAt(now), inProgress)),
    afterThrottle: now => {
      const error = new ServiceError(throttled)
      const decision = decideAfterError(contextAt(now), error)
      return decision === RETRY ? retry.secondsAfter(retryableError(error).name) : follow(decision)
    },
  }
}

function watchOf(startsAtSeconds: number): WatchRequest {
  const startedAt = isoTime(startsAtSeconds)
  return {
    kind: 'ACCEPTED_START',
    watchKey: 'bench',
    flowOperationId: 'bench',
    flowOperationType: 'FLOW_FLUSH',
    firewallArn: null,
    availabilityZone: null,
    availabilityZoneId: null,
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    accountId: null,
    region: null,
    startedAt,
    startedBy: null,
    watchedSince: startedAt,
    refusal: null,
    lookUpFailure: null,
    recoveredLate: false,
    slotHolder: null,
  }
}

function milliseconds(seconds: number): number {
  return epochMilliseconds + Math.round(seconds * 1000)
}

function isoTime(seconds: number): string {
  return new Date(milliseconds(seconds)).toISOString()
}
