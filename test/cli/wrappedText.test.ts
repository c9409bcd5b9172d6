import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { wrapped } from '../../cli/wrappedText.ts'

test('a text that fits is one line', () => {
  expect(wrapped('a short text', { first: '- ', indent: 2 })).toEqual(['- a short text'])
})

test('a longer one is broken at spaces, and goes on under its beginning', () => {
  const lines = wrapped('word '.repeat(30).trim(), { first: '- ', indent: 2 })

  expect(lines[0]).toMatch(/^- word/)
  expect(lines.slice(1).every(line => /^ {2}word/.test(line))).toBe(true)
})

test('no line is longer than 80 columns, and no word is lost or changed', () => {
  const words = fc.array(fc.stringMatching(/^[a-z:/.-]{1,60}$/), { minLength: 1 })
  fc.assert(
    fc.property(words, list => {
      const lines = wrapped(list.join(' '), { first: '  ', indent: 4 })
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
      expect(lines.join(' ').trim().split(/ +/)).toEqual(list)
    }),
  )
})

test('a word that is longer than a line stays whole, to be copied', () => {
  const arn = `arn:aws:sns:eu-west-1:123456789012:${'x'.repeat(80)}`

  expect(wrapped(`to ${arn} it goes`)).toEqual(['to', arn, 'it goes'])
})
