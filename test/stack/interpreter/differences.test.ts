import { expect, test } from '@jest/globals'
import { differencesBetween } from './differences.ts'

test('equal values of JSON have no differences, whatever the order of their members', () => {
  expect(differencesBetween({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toEqual([])
})

test.each([
  [{ a: 1 }, { a: 2 }, 'a: 1 against 2'],
  [{ a: { b: ['x'] } }, { a: { b: ['y'] } }, 'a.b.0: "x" against "y"'],
  [{ a: 1 }, {}, 'a: 1 against nothing'],
  [{ a: null }, {}, 'a: null against nothing'],
  [[1], [1, 2], '1: nothing against 2'],
  [{ a: 0 }, { a: '0' }, 'a: 0 against "0"'],
  [{ a: [] }, { a: {} }, 'a: [] against {}'],
  ['one', 'other', 'the whole: "one" against "other"'],
])('%j and %j differ', (one, other, difference) => {
  expect(differencesBetween(one, other)).toEqual([difference])
})

test('a member that is undefined is as good as none, as in JSON', () => {
  expect(differencesBetween({ a: undefined }, {})).toEqual([])
})

test('only the first differences are told, and long values are cut', () => {
  const long = 'x'.repeat(1000)
  const many = Array.from({ length: 50 }, () => long)
  const found = differencesBetween(many, [])

  expect(found).toHaveLength(10)
  expect(found[0]?.length).toBeLessThan(200)
})
