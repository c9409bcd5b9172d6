import { describe, expect, test } from '@jest/globals'
import { fittingTags, tagsByKey } from '../../functions/domain/firewallContext.ts'

const tag = (index: number, value = 'v') => ({ key: `key-${index}`, value })

describe('the tags that are kept', () => {
  test('are the first 50', () => {
    const tags = Array.from({ length: 60 }, (_, index) => tag(index))
    expect(fittingTags(tags)).toEqual(tags.slice(0, 50))
  })

  test.each(['x', 'ü', '😀', '"', '\u0000'])('of %j fill at most 8,000 bytes, and none is cut', character => {
    const tags = Array.from({ length: 50 }, (_, index) => tag(index, character.repeat(256)))
    const kept = fittingTags(tags)
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(8000 + 2 + kept.length)
    expect(kept.length).toBeGreaterThan(3)
    expect(kept).toEqual(tags.slice(0, kept.length))
  })

  test('are all of the largest ones that are usual', () => {
    const tags = Array.from({ length: 50 }, (_, index) => tag(index, 'x'.repeat(100)))
    expect(fittingTags(tags)).toHaveLength(50)
  })
})

describe('the bound on tags', () => {
  const bytesOf = (text: string) =>
    Buffer.byteLength(JSON.stringify(JSON.stringify({ key: 'k', value: text })))
  const longest = 'x'.repeat(8000 - bytesOf(''))

  test.each([
    [longest, 1],
    [`${longest}x`, 0],
  ])('is counted to the byte, as text in text', (value, keptCount) => {
    expect(fittingTags([{ key: 'k', value }])).toHaveLength(keptCount)
  })

  test('leaves out whole tags only, and everything after them', () => {
    expect(fittingTags([tag(1), { key: 'k', value: longest }, tag(2)])).toEqual([tag(1)])
  })
})

test('routes ask for tags by their keys', () => {
  expect(tagsByKey([tag(1, 'net'), tag(2, 'dev')])).toEqual({ 'key-1': 'net', 'key-2': 'dev' })
})
