import { describe, expect, test } from '@jest/globals'
import { isDeeperThan, isObject, memberOf, objectOf, textOf } from '../../functions/domain/tolerantJson.ts'

describe('tolerant reading of JSON', () => {
  test('only objects are objects', () => {
    expect([{}, { a: 1 }].every(isObject)).toBe(true)
    expect([null, undefined, [], '', 0, true].some(isObject)).toBe(false)
  })

  test('a member is found in lower camel case, then in Pascal case', () => {
    expect(memberOf({ aKey: 1, AKey: 2 }, 'aKey')).toBe(1)
    expect(memberOf({ AKey: 2 }, 'aKey')).toBe(2)
    expect(memberOf({ akey: 3, AKEY: 4 }, 'aKey')).toBeUndefined()
  })

  test('what every object inherits is no member', () => {
    for (const key of ['constructor', '__proto__', 'toString']) expect(memberOf({}, key)).toBeUndefined()
  })

  test('objectOf gives objects only', () => {
    expect(objectOf({ a: { b: 1 } }, 'a')).toEqual({ b: 1 })
    for (const a of [null, [], 'x', 1]) expect(objectOf({ a }, 'a')).toBeNull()
    expect(objectOf({}, 'a')).toBeNull()
  })

  test('textOf gives texts that are not empty', () => {
    expect(textOf({ a: ' ' }, 'a')).toBe(' ')
    for (const a of [null, [], '', 1, {}]) expect(textOf({ a }, 'a')).toBeNull()
  })

  test.each([
    ['text', 0, false],
    [{}, 0, false],
    [{ a: 1 }, 0, true],
    [{ a: 1 }, 1, false],
    [{ a: [1] }, 1, true],
    [[[], { a: { b: null } }], 2, true],
    [[[], { a: { b: null } }], 3, false],
    [null, 0, false],
  ])('%j is deeper than %d levels: %s', (value, levels, isDeeper) => {
    expect(isDeeperThan(levels, value)).toBe(isDeeper)
  })
})
