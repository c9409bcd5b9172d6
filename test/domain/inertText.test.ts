import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cutMark, inertText } from '../../functions/domain/inertText.ts'

/** Unicode's own names for what is not seen or changes how its neighbours are shown. */
const harmful = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u

describe('foreign text made inert', () => {
  test.each([
    ['plain', 'plain'],
    ['  edges  ', 'edges'],
    ['a \t b', 'a b'],
    ['line\r\nbreak', 'line break'],
    ['paragraph\u2028separator', 'paragraph separator'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['bell\u0007 null\u0000', 'bell null'],
    ['c1\u009bcontrol', 'c1 control'],
    ['right\u202eleft', 'right left'],
    ['isolate\u2066x\u2069', 'isolate x'],
    ['zero\u200bwidth\u200djoiner\ufeff', 'zero width joiner'],
    ['soft\u00adhyphen', 'soft hyphen'],
    ['hangul\u3164filler', 'hangul filler'],
    ['selector\ufe0f', 'selector'],
    ['tag\u{e0041}', 'tag'],
    ['shorthand\u{1bca0}', 'shorthand'],
    ['high\ud83dsurrogate', 'high surrogate'],
    ['low\ude00surrogate', 'low surrogate'],
    ['see https://evil.example/x', 'see https[:]//evil.example/x'],
    ['WWW.evil.example and www.b.example', 'WWW[.]evil.example and www[.]b.example'],
    ['mailto:dana@example.com', 'mailto[:]dana@example.com'],
    ['smile 😀 ü ‰ 漢', 'smile 😀 ü ‰ 漢'],
    ['<!channel> & `code` *bold*', '<!channel> & `code` *bold*'],
    ['', ''],
    ['\u200b\u202e\n', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(inertText(text, 100)).toBe(expected)
  })

  test('a text of exactly the limit is whole; a longer one ends in a visible mark', () => {
    expect(inertText('12345', 5)).toBe('12345')
    expect(inertText('123456', 5)).toBe(`1234${cutMark}`)
    expect(inertText('12', 1)).toBe(cutMark)
  })

  test('the limit counts UTF-16 units, and no character is halved', () => {
    expect(inertText('😀😀😀', 6)).toBe('😀😀😀')
    expect(inertText('😀😀😀', 5)).toBe(`😀😀${cutMark}`)
    expect(inertText('😀😀😀', 4)).toBe(`😀${cutMark}`)
  })

  test('a text whose end was never looked at is marked as cut, even where little of it is visible', () => {
    expect(inertText(`a${'\u200b'.repeat(1_000_000)}`, 10)).toBe(`a${cutMark}`)
    expect(inertText('x'.repeat(1_000_000), 3)).toBe(`xx${cutMark}`)
  })

  test('no code point that is invisible, a control or bidirectional comes through', () => {
    const through: string[] = []
    for (let code = 0; code <= 0x10_ff_ff; code += 1) {
      const shown = inertText(`a${String.fromCodePoint(code)}b`, 10)
      if (harmful.test(shown)) through.push(code.toString(16))
    }
    expect(through).toEqual([])
  })
})

describe('for any text and limit', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 0, max: 0xff_ff }).map(code => String.fromCharCode(code)),
    fc.constantFrom('\u202e', '\u200b', '\n', '\ud83d', '\ude00', '\u{e0020}', ' ', '😀'),
  )
  const text = fc.array(unit, { maxLength: 60 }).map(parts => parts.join(''))
  const limit = fc.integer({ min: 1, max: 40 })

  test('the result is one harmless line within the limit, without a lone surrogate', () => {
    fc.assert(
      fc.property(text, limit, (foreign, maxCharacters) => {
        const shown = inertText(foreign, maxCharacters)
        expect(shown).not.toMatch(harmful)
        expect(shown.isWellFormed()).toBe(true)
        expect(shown).not.toMatch(/[\r\n]| {2}|^ | $/u)
        expect(Array.from(shown).length).toBeLessThanOrEqual(maxCharacters)
      }),
      { numRuns: 500 },
    )
  })

  test('what is inert already stays as it is', () => {
    fc.assert(
      fc.property(text, limit, (foreign, maxCharacters) => {
        const shown = inertText(foreign, maxCharacters)
        expect(inertText(shown, maxCharacters)).toBe(shown)
      }),
    )
  })

  test('a text that is not cut keeps every visible character', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{0,40}$/u), word => {
        expect(inertText(word, 40)).toBe(word)
      }),
    )
  })
})
