import { finalStatuses } from '../../../functions/domain/flowOperation.ts'
import { serviceMemorySeconds } from '../../../functions/domain/pollSchedule.ts'
import type { Run } from '../world/simulate.ts'
import { type Checker, each } from './checker.ts'
import { type Facts, named, type Watched } from './facts.ts'

/**
 * An outcome is one that the operation really had. The service's three words have to be true in any case; what Flowbell says itself
 * has to be true where nothing kept its polls from being answered. Left out: starts without a known operation.
 */
const outcomesAreTrue: Checker = {
  id: 'truth',
  rule: 'what is told of an operation is how it really ended',
  check: (run, facts) =>
    each(facts.watches.filter(isOfAnOperation), watched => {
      const outcome = watched.finished[0]?.record['outcome'] ?? null
      if (outcome === null) return null
      const wrong = wrongService(watched, String(outcome)) ?? wrongOwn(watched, String(outcome), run, facts)
      return wrong === null ? null : `${named(watched)} is told as ${String(outcome)}, but ${wrong}`
    }),
}

function isOfAnOperation({ operation, watch }: Watched): boolean {
  return operation?.flowOperationId !== null && operation !== null && watch.kind === 'ACCEPTED_START'
}

/** A status of the service that was told although the operation never had it, or not yet. */
function wrongService({ operation, concludedAt }: Watched, outcome: string): string | null {
  if (!operation || !(finalStatuses as readonly string[]).includes(outcome)) return null
  const { finalStatus, durationSeconds } = operation.plan.script
  if (outcome !== finalStatus) return `it ends as ${finalStatus}`
  if (durationSeconds === null) return 'it never ends'
  const end = operation.at + durationSeconds * 1000
  return concludedAt !== null && concludedAt < end ? `it ended ${(end - concludedAt) / 1000} s later` : null
}

/** What has to come out where the service was asked in time and answered all along. */
function wrongOwn(watched: Watched, outcome: string, run: Run, { wasTouched }: Facts): string | null {
  const { operation, execution } = watched
  if (!operation || run.scenario.clockJump) return null
  if (wasTouched('DescribeFlowOperation', 'lambda:pollOperation')) return null
  const { finalStatus, durationSeconds, forgottenAfterSeconds = serviceMemorySeconds } = operation.plan.script
  const ageSeconds = (execution.startedAt - operation.at) / 1000
  if (forgottenAfterSeconds !== serviceMemorySeconds) return null
  const isEdge = [durationSeconds ?? 0, ageSeconds].some(
    seconds => Math.abs(seconds - serviceMemorySeconds) < 300,
  )
  if (isEdge) return null
  const expected = expectedOutcome(finalStatus, durationSeconds ?? Infinity, ageSeconds)
  return outcome === expected ? null : `${expected} is what the service said`
}

function expectedOutcome(finalStatus: string, durationSeconds: number, ageSeconds: number): string {
  if (ageSeconds > serviceMemorySeconds) return 'EXPIRED'
  if (durationSeconds > serviceMemorySeconds) return 'TIMED_OUT'
  return (finalStatuses as readonly string[]).includes(finalStatus) ? finalStatus : 'UNKNOWN'
}

export const truthCheckers = [outcomesAreTrue]
