import { describe, expect, test } from '@jest/globals'
import { line, run } from '../../../functions/adapters/channels/adaptiveCard.ts'
import { code, escaped, escapedWithin } from '../../../functions/adapters/channels/escapedText.ts'

describe('foreign text for Slack', () => {
  test('has its three characters as entities', () => {
    expect(escaped('<!here> & <@U1> &amp;')).toBe('&lt;!here&gt; &amp; &lt;@U1&gt; &amp;amp;')
  })

  test.each([
    ['12345', 5, '12345'],
    ['123456', 5, '1234…'],
    ['&', 5, '&amp;'],
    ['1&', 5, '1…'],
    ['&&', 6, '&amp;…'],
    ['&&', 9, '&amp;…'],
    ['&&', 10, '&amp;&amp;'],
    ['😀😀', 3, '😀…'],
  ])('%j within %d is %j', (text, maxLength, shown) => {
    expect(escapedWithin(text, maxLength)).toBe(shown)
  })

  test.each([
    ['a`b', "`a'b`"],
    ['<x>', '`&lt;x&gt;`'],
    ['', '—'],
    ['  ', '—'],
  ])('%j as code is %s', (text, shown) => {
    expect(code(text)).toBe(shown)
  })
})

describe('a run of an Adaptive Card', () => {
  test.each([
    ['text', 'text'],
    [' ', '—'],
    ['{{DATE(2026)}}', '{ {DATE(2026)}}'],
    ['{{{x', '{ { {x'],
    ['${x} {y}', '$ {x} {y}'],
  ])('%j is shown as %j', (text, shown) => {
    expect(run(text)).toEqual({ type: 'TextRun', text: shown })
  })

  test('keeps its look, and so does a line', () => {
    const bold = run('x', { weight: 'Bolder' })
    expect(bold).toEqual({ type: 'TextRun', text: 'x', weight: 'Bolder' })
    expect(line([bold])).toEqual({ type: 'RichTextBlock', inlines: [bold] })
    expect(line([bold], { spacing: 'None' })).toEqual({
      type: 'RichTextBlock',
      spacing: 'None',
      inlines: [bold],
    })
  })
})
