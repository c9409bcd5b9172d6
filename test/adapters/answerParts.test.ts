import { describe, expect, test } from '@jest/globals'
import { listIn, nextTokenIn, numberIn, objectIn, textIn } from '../../functions/adapters/answerParts.ts'

describe('a part of an answer', () => {
  test.each([
    ['text', 'text'],
    ['', ''],
    ['x'.repeat(600), 'x'.repeat(512)],
    [5, null],
    [null, null],
    [undefined, null],
  ])('as text: %j', (value, read) => {
    expect(textIn(value)).toBe(read)
  })

  test('as text has the length that is asked for', () => {
    expect(textIn('12345', 3)).toBe('123')
  })

  test.each([
    [0, 0],
    [-1.5, -1.5],
    [Number.POSITIVE_INFINITY, null],
    [Number.NaN, null],
    ['5', null],
    [null, null],
  ])('as a number: %p', (value, read) => {
    expect(numberIn(value)).toBe(read)
  })

  test('as an object has no members where it is none', () => {
    expect(objectIn({ a: 1 })).toEqual({ a: 1 })
    for (const value of [null, undefined, 'x', []]) expect(objectIn(value)).toEqual({})
  })
})

describe('a list', () => {
  test('is one of objects, and empty where it is absent', () => {
    expect(listIn([{ a: 1 }, 'x'], 'Flows')).toEqual([{ a: 1 }, {}])
    for (const value of [null, undefined]) expect(listIn(value, 'Flows')).toStrictEqual([])
  })

  test('that is none is a broken answer', () => {
    expect(() => listIn('x', 'Flows')).toThrow(
      expect.objectContaining({ kind: 'TRANSIENT', message: 'UnreadableAnswer: Flows is not a list' }),
    )
  })
})

describe('the token of the next page', () => {
  test.each([undefined, null, ''])('is none where it is %j', value => {
    expect(nextTokenIn(value)).toBeUndefined()
  })

  test('is a text, or a broken answer', () => {
    expect(nextTokenIn('next')).toBe('next')
    expect(() => nextTokenIn(7)).toThrow(
      expect.objectContaining({ kind: 'TRANSIENT', message: 'UnreadableAnswer: NextToken is not a text' }),
    )
  })
})
