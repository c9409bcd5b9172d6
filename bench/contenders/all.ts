import { randomStream } from '../random.ts'
import type { Contender } from './contender.ts'
import { flowbell, unslowedFlowbell } from './flowbell.ts'
import { clairvoyant, fixed, jobPoller, retryAsSchedule } from './schedules.ts'
import { smithyTypescript } from './smithyTypescript.ts'
import { smithySpecification, waiters } from './waiters.ts'

export type Contenders = {
  /** Everything that watches an operation on the same traces; the exact optimum is made for each trace. */
  readonly alone: readonly Contender[]
  /** Those that are tried in a crowd: each operation has a watch of its own. */
  readonly inCrowds: readonly Contender[]
}

export async function allContenders(seed: number): Promise<Contenders> {
  const smithy = await smithyTypescript(randomStream(seed, 'smithy-typescript'))
  const inCrowds = [flowbell(), unslowedFlowbell(), fixed(10), fixed(30), smithySpecification, smithy]
  return { alone: aloneWith(smithy), inCrowds }
}

function aloneWith(smithy: Contender): readonly Contender[] {
  return [
    clairvoyant,
    flowbell(),
    ...[2, 10, 30, 60].map(fixed),
    smithySpecification,
    smithy,
    ...waiters,
    retryAsSchedule('Retry 1 s x 2, no cap', {
      intervalSeconds: 1,
      backoffRate: 2,
      maxDelaySeconds: Number.POSITIVE_INFINITY,
    }),
    retryAsSchedule('Retry 2 s x 1.5, cap 60', { intervalSeconds: 2, backoffRate: 1.5, maxDelaySeconds: 60 }),
    retryAsSchedule('Retry 5 s, even', { intervalSeconds: 5, backoffRate: 1, maxDelaySeconds: 5 }),
    jobPoller,
  ]
}
