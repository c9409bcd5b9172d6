import { expect, test } from '@jest/globals'
import { Tally } from '../../functions/domain/tally.ts'

type Item = { readonly name: string; readonly flowCount: number; readonly byteCount: number }
const item = (name: string, byteCount: number): Item => ({ name, flowCount: 1, byteCount })
const tally = (items: readonly Item[] = []) => new Tally<Item>(items, ({ name }) => name)

test('what has the same key is one, and what it was begun with stays untouched', () => {
  const begun = [item('a', 5)]
  const sum = tally(begun)
  sum.add(item('a', 7))
  expect(sum.largest(9)).toEqual([{ name: 'a', flowCount: 2, byteCount: 12 }])
  expect(begun).toEqual([item('a', 5)])
})

test('too many items are cut to the larger half, so that the next one does not cut again', () => {
  const sum = tally()
  for (let index = 0; index < 4000; index += 1) sum.add(item(`${index}`, index))
  expect([sum.size, sum.hasDropped]).toEqual([4000, false])
  sum.add(item('one more', 1_000_000))
  expect([sum.size, sum.hasDropped]).toEqual([2000, true])
  expect(sum.largest(2000).map(({ byteCount }) => byteCount)).toEqual([
    1_000_000,
    ...Array.from({ length: 1999 }, (_, index) => 3999 - index),
  ])
})
