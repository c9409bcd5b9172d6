import { describe, expect, test } from '@jest/globals'
import { inVirtualTime, realNowMilliseconds, WorkInFlight } from '../../../local/engine/virtualTime.ts'

const realSetTimeout = setTimeout
const RealDate = Date
const realPause = (milliseconds: number) =>
  new Promise<void>(resolve => {
    realSetTimeout(resolve, milliseconds)
  })
const pause = (milliseconds: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, milliseconds)
  })
const hours = 3_600_000

describe('virtual time', () => {
  // In real time this test would run into its time limit.
  test('12 hours end at once, and have passed', async () => {
    const passed = await inVirtualTime(new WorkInFlight(), async () => {
      const start = Date.now()
      await pause(12 * hours)
      return Date.now() - start
    })

    expect(passed).toBe(12 * hours)
  })

  test('begins at the real time', async () => {
    const before = Date.now()
    const start = await inVirtualTime(new WorkInFlight(), async () => Date.now())

    expect(start).toBeGreaterThanOrEqual(before)
    expect(start).toBeLessThanOrEqual(Date.now())
  })

  test('fires timers in the order of their times', async () => {
    const order = await inVirtualTime(new WorkInFlight(), async () => {
      const fired: number[] = []
      await Promise.all(
        [3000, 1000, 2000].map(async milliseconds => {
          await pause(milliseconds)
          fired.push(milliseconds)
        }),
      )
      return fired
    })

    expect(order).toEqual([1000, 2000, 3000])
  })

  test('leaves the real time readable', async () => {
    const ahead = await inVirtualTime(new WorkInFlight(), async () => {
      await pause(hours)
      return Date.now() - realNowMilliseconds()
    })

    expect(ahead).toBeGreaterThan(hours - 2000)
    expect(ahead).toBeLessThanOrEqual(hours)
  })

  test('never fires a timer that was cleared', async () => {
    const fired = await inVirtualTime(new WorkInFlight(), async () => {
      let hasFired = false
      const timer = setTimeout(() => {
        hasFired = true
      }, 1000)
      clearTimeout(timer)
      await pause(5000)
      return hasFired
    })

    expect(fired).toBe(false)
  })

  test.each([
    ['succeeds', () => pause(1000)],
    ['fails', () => Promise.reject(new RangeError('on purpose'))],
  ])('is over when the run %s: timers and Date are the real ones', async (_end, run) => {
    await inVirtualTime(new WorkInFlight(), run).catch(() => undefined)

    expect(setTimeout).toBe(realSetTimeout)
    expect(Date).toBe(RealDate)
  })

  test('hands a failure on', async () => {
    const run = () => Promise.reject(new RangeError('on purpose'))

    await expect(inVirtualTime(new WorkInFlight(), run)).rejects.toThrow('on purpose')
  })
})

describe('while work is in flight', () => {
  test('time stands still, so that no time-out strikes a call that takes real time', async () => {
    const inFlight = new WorkInFlight()
    const winner = await inVirtualTime(inFlight, () =>
      Promise.race([
        inFlight.during(async () => {
          await realPause(60)
          return 'the call'
        }),
        pause(1000).then(() => 'the time-out'),
      ]),
    )

    expect(winner).toBe('the call')
  })

  test('time stands still until the last of several has settled', async () => {
    const inFlight = new WorkInFlight()
    const passed = await inVirtualTime(inFlight, async () => {
      const start = Date.now()
      const timer = pause(1000).then(() => Date.now() - start)
      const works = [20, 60, 40].map(milliseconds => inFlight.during(() => realPause(milliseconds)))
      await Promise.all(works)
      const meanwhile = Date.now() - start
      return [meanwhile, await timer]
    })

    expect(passed).toEqual([0, 1000])
  })

  test('time stands still between two calls of which the second follows the first', async () => {
    const inFlight = new WorkInFlight()
    const calls = async () => {
      await inFlight.during(() => realPause(20))
      await Promise.resolve()
      await inFlight.during(() => realPause(20))
      return 'the calls'
    }
    const winner = await inVirtualTime(inFlight, () =>
      Promise.race([calls(), pause(1000).then(() => 'the time-out')]),
    )

    expect(winner).toBe('the calls')
  })

  test('a failed call lets time go on, and its failure through', async () => {
    const inFlight = new WorkInFlight()
    const message = await inVirtualTime(inFlight, async () => {
      const failure = await inFlight
        .during(() => Promise.reject(new Error('refused')))
        .catch((error: Error) => error.message)
      await pause(hours)
      return failure
    })

    expect(message).toBe('refused')
    expect(inFlight.isIdle).toBe(true)
  })

  test('a call whose answer never comes lets time go on, so that a time-out strikes', async () => {
    const inFlight = new WorkInFlight()
    const winner = await inVirtualTime(inFlight, () =>
      Promise.race([
        inFlight.during(() => inFlight.forGood()).then(() => 'the call'),
        pause(1000).then(() => 'the time-out'),
      ]),
    )

    expect(winner).toBe('the time-out')
    expect(inFlight.isIdle).toBe(true)
  })

  test('between two calls a wait of 12 hours passes', async () => {
    const inFlight = new WorkInFlight()
    const call = () =>
      inFlight.during(async () => {
        await realPause(20)
        return Date.now()
      })
    const [first = 0, second = 0] = await inVirtualTime(inFlight, async () => {
      const earlier = await call()
      await pause(12 * hours)
      return [earlier, await call()]
    })

    expect(second - first).toBe(12 * hours)
  })
})
