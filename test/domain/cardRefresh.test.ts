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
  expect(isCardRefreshDue(ageSeconds, secondsSinceShown, 1)).toBe(isDue)
})

/** The ages at which the cards of an operation of twelve hours are edited. */
function editsOf(cardCount: number): number[] {
  const edits = [0]
  for (let age = 0; age <= 12 * 3600; age += 1)
    if (isCardRefreshDue(age, age - (edits.at(-1) ?? 0), cardCount)) edits.push(age)
  return edits.slice(1)
}

test.each([1, 8])('12 hours take few edits of %d cards, none within 30 s of another', cardCount => {
  const edits = editsOf(cardCount)

  expect(edits.length).toBeGreaterThan(20)
  expect(edits.length).toBeLessThan(40)
  expect(edits.slice(1).every((at, index) => at - (edits[index] ?? 0) >= 30)).toBe(true)
})

test.each([9, 16, 17, 30])(
  '%d cards are edited so seldom that all together cost no more than eight',
  cardCount => {
    expect(editsOf(cardCount).length).toBeGreaterThan(2)
    expect(editsOf(cardCount).length * cardCount).toBeLessThanOrEqual(editsOf(8).length * 8)
  },
)

test('without a card there is nothing to edit', () => {
  expect(editsOf(0)).toEqual([])
})
