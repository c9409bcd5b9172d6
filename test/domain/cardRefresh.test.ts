import { expect, test } from '@jest/globals'
import { isCardRefreshDue } from '../../functions/domain/cardRefresh.ts'

test.each([
  [0, 29, false],
  [30, 30, true],
  [100, 29, false],
  [120, 30, true],
  [3600, 899, false],
  [3600, 900, true],
])('at an age of %d s, %d s after the last edit: %s', (ageSeconds, secondsSinceShown, isDue) => {
  expect(isCardRefreshDue(ageSeconds, secondsSinceShown)).toBe(isDue)
})

test('12 hours take few edits, none within 30 s of another', () => {
  const edits = [0]
  for (let age = 0; age <= 12 * 3600; age += 1)
    if (isCardRefreshDue(age, age - (edits.at(-1) ?? 0))) edits.push(age)

  expect(edits.length).toBeLessThan(40)
  expect(edits.slice(1).every((at, index) => at - (edits[index] ?? 0) >= 30)).toBe(true)
})
