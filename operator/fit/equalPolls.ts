import type { PollPlan } from './optimalPolls.ts'

const bisections = 48
/** Polls per operation. */
const nearEnough = 0.01
/** From less than any lateness that matters to more than any operation lasts, in seconds per poll. */
const [lowestPrice, highestPrice] = [1e-4, 1e5]

/**
 * The two plans nearest to a number of polls per operation, one with at least as many and one with at most as many.
 * `planAt` gives the best plan at a price per poll; more polls are never dearer than fewer at a lower price.
 */
export function plansAround(
  meanPolls: number,
  planAt: (pricePerPollSeconds: number) => PollPlan,
): { readonly more: PollPlan; readonly fewer: PollPlan } {
  let [low, high] = [Math.log(lowestPrice), Math.log(highestPrice)]
  let more = planAt(lowestPrice)
  let fewer = planAt(highestPrice)
  for (let round = 0; round < bisections && meanPolls - fewer.meanPolls > nearEnough; round += 1) {
    const middle = (low + high) / 2
    const plan = planAt(Math.exp(middle))
    if (plan.meanPolls >= meanPolls) [low, more] = [middle, plan]
    else [high, fewer] = [middle, plan]
  }
  return { more, fewer }
}

/** The least mean lateness at exactly this number of polls, in seconds: the right mixture of the two plans around it. */
export function leastLatenessAt(
  meanPolls: number,
  { more, fewer }: { readonly more: PollPlan; readonly fewer: PollPlan },
): number {
  const width = more.meanPolls - fewer.meanPolls
  const part = width > 0 ? Math.min(1, Math.max(0, (meanPolls - fewer.meanPolls) / width)) : 1
  return part * more.meanLatenessSeconds + (1 - part) * fewer.meanLatenessSeconds
}
