import { optimalPolls, type PollPlan } from '../operator/fit/optimalPolls.ts'
import type { Survival } from '../operator/fit/survival.ts'

/** From prices at which a poll every second pays to those at which hardly any does, in seconds per poll. */
const prices = Array.from({ length: 90 }, (_, index) => 0.002 * 1.18 ** index)

/** The exact optimum for a law, at every number of polls. */
export type Optimum = {
  /** The least mean lateness, in seconds, that any schedule has at this many polls per operation. */
  readonly leastLateness: (polls: number) => number
  /** The plan whose polls per operation come nearest to a number. */
  readonly planNear: (polls: number) => PollPlan
}

/** By dynamic programming on the survival curve, at many prices per poll. */
export function optimumOf(survival: Survival): Optimum {
  const plans = prices.map(price => optimalPolls(survival, price))
  return {
    leastLateness: polls => leastLatenessOn(plans, polls),
    planNear: polls =>
      plans.reduce((one, other) =>
        Math.abs(other.meanPolls - polls) < Math.abs(one.meanPolls - polls) ? other : one,
      ),
  }
}

/** Plans fall in polls; between two of them a mixture of both is the best there is. */
function leastLatenessOn(plans: readonly PollPlan[], polls: number): number {
  const below = plans.findIndex(({ meanPolls }) => meanPolls <= polls)
  const [fewer, more] = [plans[below], plans[below - 1]]
  if (!fewer) return Number.NaN
  // More polls than at the lowest price: the optimum's product of lateness and polls hardly changes there.
  if (!more) return (fewer.meanLatenessSeconds * fewer.meanPolls) / polls
  const part = (polls - fewer.meanPolls) / (more.meanPolls - fewer.meanPolls)
  return part * more.meanLatenessSeconds + (1 - part) * fewer.meanLatenessSeconds
}
