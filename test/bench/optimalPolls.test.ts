import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { exponentialLaw, logNormalLaw, mixtureOf, survivalUnder } from '../../bench/laws.ts'
import { optimumOf } from '../../bench/optimum.ts'
import { frontier } from '../../bench/theory.ts'
import { leastLatenessAt, plansAround } from '../../operator/fit/equalPolls.ts'
import { optimalPolls, type PollPlan } from '../../operator/fit/optimalPolls.ts'
import { meanRunningTime, type Survival, survivalOf } from '../../operator/fit/survival.ts'

const durations = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 12 })
const price = fc.double({ min: 0.01, max: 20, noNaN: true })

const costOf = ({ meanLatenessSeconds, meanPolls }: PollPlan, perPoll: number) =>
  meanLatenessSeconds + perPoll * meanPolls

/** Every choice of poll times on the grid that ends with its last point, by trying all of them. */
function cheapestOfAll(survival: Survival, perPoll: number, largestGap: number): number {
  const running = meanRunningTime(survival)
  const last = survival.shares.length - 1
  const costFrom = (cell: number): number => {
    const share = survival.shares[cell] ?? 0
    if (cell === last) return 0
    let best = Number.POSITIVE_INFINITY
    for (let next = cell + 1; next <= Math.min(last, cell + largestGap); next += 1) {
      const late = share * (next - cell) - ((running[next] ?? 0) - (running[cell] ?? 0))
      best = Math.min(best, late + perPoll * share + costFrom(next))
    }
    return best
  }
  return costFrom(0)
}

describe('the exact optimum', () => {
  test('costs what the cheapest of all choices costs', () => {
    fc.assert(
      fc.property(durations, price, (ends, perPoll) => {
        const survival = survivalOf(ends, 1, 11)
        const plan = optimalPolls(survival, perPoll)
        expect(costOf(plan, perPoll)).toBeCloseTo(cheapestOfAll(survival, perPoll, 99), 9)
      }),
      { numRuns: 60 },
    )
  })

  test('with a bounded gap too, which it keeps to', () => {
    fc.assert(
      fc.property(durations, price, fc.integer({ min: 1, max: 6 }), (ends, perPoll, largestGap) => {
        const survival = survivalOf(ends, 1, 11)
        const plan = optimalPolls(survival, perPoll, largestGap)
        const times = [0, ...plan.pollTimesSeconds]
        expect(costOf(plan, perPoll)).toBeCloseTo(cheapestOfAll(survival, perPoll, largestGap), 9)
        expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) <= largestGap)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('finds the same with a gap that binds nowhere as without one', () => {
    const survival = survivalUnder(mixtureOf(0.7, logNormalLaw(5, 0.3), logNormalLaw(600, 0.1)), 1)
    const free = optimalPolls(survival, 2)
    const bounded = optimalPolls(survival, 2, 5000)

    expect(costOf(bounded, 2)).toBeCloseTo(costOf(free, 2), 6)
  })

  test('is even steps where nothing is learnt from waiting', () => {
    const { pollTimesSeconds } = optimalPolls(survivalUnder(exponentialLaw(60), 0.25), 1)
    const steps = pollTimesSeconds.slice(1, 15).map((time, index) => time - (pollTimesSeconds[index] ?? 0))

    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(0.25)
  })

  test('comes down to the frontier as polls get cheap: half the mean of an exponential law', () => {
    const survival = survivalUnder(exponentialLaw(60), 0.25)
    const { meanPolls, meanLatenessSeconds } = optimalPolls(survival, 0.02)

    expect(frontier(survival)).toBeCloseTo(30, 1)
    expect(meanPolls * meanLatenessSeconds).toBeGreaterThan(30)
    expect(meanPolls * meanLatenessSeconds).toBeLessThan(30 * 1.03)
  })

  test.each([
    ['LN20', logNormalLaw(20, 1), 15.7],
    ['LN120', logNormalLaw(120, 0.8), 75.4],
    ['BIMODAL', mixtureOf(0.7, logNormalLaw(5, 0.3), logNormalLaw(600, 0.1)), 12.7],
  ])('has the published frontier on %s', (_name, law, product) => {
    expect(Math.abs(frontier(survivalUnder(law, 0.1)) - product)).toBeLessThan(0.06)
  })

  test('is on LN120 what an independent computation found: 9.1 polls, 8.6 s, first polls at 42, 60 and 76 s', () => {
    const { pollTimesSeconds, meanPolls, meanLatenessSeconds } = optimalPolls(
      survivalUnder(logNormalLaw(120, 0.8), 1),
      1,
    )

    expect(meanPolls).toBeCloseTo(9.09, 1)
    expect(meanLatenessSeconds).toBeCloseTo(8.56, 1)
    expect(pollTimesSeconds.slice(0, 3)).toEqual([42, 60, 76])
  })
})

describe('at equal polls', () => {
  const survival = survivalUnder(logNormalLaw(20, 1), 0.5)

  test('the least lateness lies between the two plans around, and falls with more polls', () => {
    const around = plansAround(6, perPoll => optimalPolls(survival, perPoll))

    expect(around.more.meanPolls).toBeGreaterThanOrEqual(6)
    expect(around.fewer.meanPolls).toBeLessThanOrEqual(6)
    expect(leastLatenessAt(6, around)).toBeCloseTo(optimumOf(survival).leastLateness(6), 1)
  })

  test('no schedule of even steps is below it', () => {
    const { leastLateness } = optimumOf(survival)
    const running = meanRunningTime(survival)
    for (const cells of [4, 10, 40]) {
      let [polls, lateness] = [0, 0]
      for (let cell = 0; cell + cells < survival.shares.length; cell += cells) {
        const share = survival.shares[cell] ?? 0
        polls += share
        lateness += share * cells * 0.5 - ((running[cell + cells] ?? 0) - (running[cell] ?? 0))
      }
      expect(lateness).toBeGreaterThan(leastLateness(polls))
    }
  })
})
