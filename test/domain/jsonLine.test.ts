import { describe, expect, test } from '@jest/globals'
import { jsonLine } from '../../functions/domain/jsonLine.ts'

describe('a line of JSON', () => {
  test('shows plain text as it is', () => {
    expect(jsonLine({ a: 'Zürich 😀 [1]' })).toBe('{"a":"Zürich 😀 [1]"}')
  })

  test.each([
    ['DEL', '\u007f', '\\u007f'],
    ['a control of the second block', '\u009f', '\\u009f'],
    ['a mark that turns the direction of text', '\u202e', '\\u202e'],
    ['a line separator', '\u2028', '\\u2028'],
    ['a paragraph separator', '\u2029', '\\u2029'],
    ['a space without width', '\u200b', '\\u200b'],
    ['a filler that is not seen', '\u3164', '\\u3164'],
    ['a character that is none', '\ufffe', '\\ufffe'],
    ['a tag beyond the first plane, as two units', '\u{e0041}', '\\udb40\\udc41'],
  ])('holds %s as an escape', (_, character, escape) => {
    const entry = { a: `x${character}y` }
    expect(jsonLine(entry)).toBe(`{"a":"x${escape}y"}`)
    expect(JSON.parse(jsonLine(entry))).toEqual(entry)
  })
})
