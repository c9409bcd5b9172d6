import { expect, test } from '@jest/globals'
import { Asking } from '../../functions/usecases/asking.ts'
import { serviceError } from '../support/builders.ts'
import { FakeClock } from '../support/fakes.ts'

function asking() {
  const clock = new FakeClock(0)
  const logged: object[] = []
  return { clock, logged, asked: new Asking(clock, entry => void logged.push(entry)) }
}
const failing = (name: string) => async () => {
  throw serviceError(name)
}

test('an answer is handed on', async () => {
  const { asked, logged } = asking()
  await expect(asked.ask(async () => 7)).resolves.toBe(7)
  expect(logged).toEqual([])
})

test('a failure is logged and answered with null, and the next call is made', async () => {
  const { asked, logged } = asking()
  await expect(asked.ask(failing('AccessDeniedException'))).resolves.toBeNull()
  await expect(asked.ask(async () => 7)).resolves.toBe(7)
  expect(logged).toEqual([{ level: 'WARN', error: 'AccessDeniedException', message: expect.any(String) }])
})

test('a throttled call ends the asking', async () => {
  const { asked, logged } = asking()
  await expect(asked.ask(failing('ThrottlingException'))).resolves.toBeNull()
  await expect(asked.ask(async () => 7)).resolves.toBeNull()
  expect(logged).toEqual([
    { level: 'WARN', message: expect.stringMatching(/nothing more is asked.*ThrottlingException/u) },
  ])
})

test('no call begins later than 8 s after the first, and that is logged once', async () => {
  const { asked, clock, logged } = asking()
  clock.now = 7999
  await expect(asked.ask(async () => 7)).resolves.toBe(7)
  clock.now = 8000
  await expect(asked.ask(async () => 7)).resolves.toBeNull()
  await expect(asked.ask(async () => 7)).resolves.toBeNull()
  expect(logged).toEqual([{ level: 'WARN', message: expect.stringMatching(/time for it is used up/u) }])
})

test('a defect is no failed call: it is thrown', async () => {
  const { asked } = asking()
  const broken = asked.ask(async () => {
    throw new RangeError('a defect')
  })
  await expect(broken).rejects.toThrow(RangeError)
})
