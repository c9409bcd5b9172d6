import { meanRunningTime, type Survival } from './survival.ts'

/** Poll times in seconds after the start, what they cost in polls per operation, and how late they see an end, in seconds. */
export type PollPlan = {
  readonly pollTimesSeconds: readonly number[]
  readonly meanPolls: number
  readonly meanLatenessSeconds: number
}

/**
 * The poll times on the curve's grid that minimise E[lateness] + price * E[polls], exactly.
 *
 * With S the share still running and F its integral, the best cost from a poll at t on is
 *   V(t) = min over u > t of { S(t)(u - t) - (F(u) - F(t)) + price * S(t) + V(u) }:
 * the poll at u is made if the operation still runs at t, and is late by u minus the end for those that end in between.
 * In it t and u meet only in the product S(t) * u, so every u is a line over S(t), and the minimum is the lower envelope of
 * lines whose slopes fall while S(t) rises: linear time. With a bounded gap the lines drop out again; then the best u,
 * which never falls as t grows, bounds the search.
 * `largestGapSeconds` is the longest time between two polls.
 */
export function optimalPolls(
  survival: Survival,
  pricePerPollSeconds: number,
  largestGapSeconds = Number.POSITIVE_INFINITY,
): PollPlan {
  const next = Number.isFinite(largestGapSeconds)
    ? nextPollsWithin(survival, pricePerPollSeconds, Math.floor(largestGapSeconds / survival.stepSeconds))
    : nextPolls(survival, pricePerPollSeconds)
  return planOf(survival, next)
}

/** For each point of the grid the best next one, by the lower envelope of lines. */
function nextPolls(survival: Survival, price: number): Int32Array {
  const { stepSeconds, shares } = survival
  const running = meanRunningTime(survival)
  const last = shares.length - 1
  const next = new Int32Array(shares.length)
  const envelope = new LowerEnvelope(shares.length)
  envelope.add(last * stepSeconds, -(running[last] ?? 0), last)
  for (let cell = last - 1; cell >= 0; cell -= 1) {
    const share = shares[cell] ?? 0
    const best = envelope.lowestAt(share)
    next[cell] = best.cell
    const value = best.value + (running[cell] ?? 0) - share * cell * stepSeconds + price * share
    envelope.add(cell * stepSeconds, value - (running[cell] ?? 0), cell)
  }
  return next
}

/** The lower envelope of lines that are added with falling slopes and asked at rising points. */
class LowerEnvelope {
  private readonly slopes: Float64Array
  private readonly offsets: Float64Array
  private readonly cells: Int32Array
  private size = 0
  private lowest = 0

  constructor(capacity: number) {
    this.slopes = new Float64Array(capacity)
    this.offsets = new Float64Array(capacity)
    this.cells = new Int32Array(capacity)
  }

  add(slope: number, offset: number, cell: number): void {
    while (this.size >= 2 && this.isLastHiddenBy(slope, offset)) this.size -= 1
    this.slopes[this.size] = slope
    this.offsets[this.size] = offset
    this.cells[this.size] = cell
    this.size += 1
    this.lowest = Math.min(this.lowest, this.size - 1)
  }

  lowestAt(point: number): { readonly cell: number; readonly value: number } {
    while (
      this.lowest + 1 < this.size &&
      this.valueOf(this.lowest + 1, point) <= this.valueOf(this.lowest, point)
    )
      this.lowest += 1
    return { cell: this.cells[this.lowest] ?? 0, value: this.valueOf(this.lowest, point) }
  }

  private valueOf(line: number, point: number): number {
    return (this.slopes[line] ?? 0) * point + (this.offsets[line] ?? 0)
  }

  /** The last line is nowhere the lowest once the new one meets the last but one before it. */
  private isLastHiddenBy(slope: number, offset: number): boolean {
    const [before, last] = [this.size - 2, this.size - 1]
    const fall = (this.slopes[before] ?? 0) - (this.slopes[last] ?? 0)
    const nextFall = (this.slopes[last] ?? 0) - slope
    const rise = (this.offsets[last] ?? 0) - (this.offsets[before] ?? 0)
    const nextRise = offset - (this.offsets[last] ?? 0)
    return nextRise * fall <= rise * nextFall
  }
}

function nextPollsWithin(survival: Survival, price: number, largestGap: number): Int32Array {
  const { stepSeconds, shares } = survival
  const running = meanRunningTime(survival)
  const last = shares.length - 1
  const next = new Int32Array(shares.length)
  const values = new Float64Array(shares.length)
  next[last] = last
  for (let cell = last - 1; cell >= 0; cell -= 1) {
    const share = shares[cell] ?? 0
    const bound = Math.min(cell + Math.max(1, largestGap), next[cell + 1] ?? last, last)
    let best = Number.POSITIVE_INFINITY
    for (let candidate = cell + 1; candidate <= Math.max(bound, cell + 1); candidate += 1) {
      const late = share * (candidate - cell) * stepSeconds - (running[candidate] ?? 0)
      const value = late + (values[candidate] ?? 0)
      if (value < best) {
        best = value
        next[cell] = candidate
      }
    }
    values[cell] = best + (running[cell] ?? 0) + price * share
  }
  return next
}

function planOf(survival: Survival, next: Int32Array): PollPlan {
  const { stepSeconds, shares } = survival
  const running = meanRunningTime(survival)
  const pollTimesSeconds: number[] = []
  let [meanPolls, meanLatenessSeconds] = [0, 0]
  for (let cell = 0; cell < shares.length - 1 && (shares[cell] ?? 0) > 0; ) {
    const poll = next[cell] ?? shares.length - 1
    const share = shares[cell] ?? 0
    meanPolls += share
    meanLatenessSeconds += share * (poll - cell) * stepSeconds - ((running[poll] ?? 0) - (running[cell] ?? 0))
    pollTimesSeconds.push(poll * stepSeconds)
    cell = poll
  }
  return { pollTimesSeconds, meanPolls, meanLatenessSeconds }
}
