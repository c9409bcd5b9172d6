import { expect, test } from '@jest/globals'
import { type OwnTime, OwnTimeMeter } from '../../../bench/notify/ownTime.ts'

let nowMilliseconds = 0
const clock = () => ({ milliseconds: nowMilliseconds, processorMilliseconds: nowMilliseconds / 2 })

function keepBusy(milliseconds: number): void {
  nowMilliseconds += milliseconds
}

async function timeOf(work: (meter: OwnTimeMeter) => Promise<void> | void): Promise<OwnTime> {
  const meter = new OwnTimeMeter(clock)
  meter.restart()
  await work(meter)
  return meter.read()
}

const took = (milliseconds: number) => ({ milliseconds, processorMilliseconds: milliseconds / 2 })

test('work inside a function counts', async () => {
  const time = await timeOf(meter => meter.during(async () => keepBusy(60)))
  expect(time).toEqual(took(60))
})

test('what passes between functions does not count', async () => {
  const time = await timeOf(async meter => {
    await meter.during(async () => keepBusy(1))
    keepBusy(60)
    await meter.during(async () => keepBusy(2))
  })
  expect(time).toEqual(took(3))
})

test('what passes until an answer comes does not count, and what follows does', async () => {
  const time = await timeOf(meter =>
    meter.during(async () => {
      keepBusy(1)
      meter.requestLeft()
      keepBusy(60)
      meter.answerCame()
      keepBusy(2)
    }),
  )
  expect(time).toEqual(took(3))
})

test('of two requests on their way at once, the later answer ends the waiting', async () => {
  const time = await timeOf(meter =>
    meter.during(async () => {
      meter.requestLeft()
      meter.requestLeft()
      meter.answerCame()
      keepBusy(60)
      meter.answerCame()
      keepBusy(3)
    }),
  )
  expect(time).toEqual(took(3))
})

test('a new start forgets what was', async () => {
  const time = await timeOf(meter =>
    meter.during(async () => {
      keepBusy(60)
      meter.restart()
      keepBusy(4)
    }),
  )
  expect(time).toEqual(took(4))
})
