import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { renderings } from '../../cli/previewFormats.ts'
import { pageFindings, terminalFindings } from './checkers/pageFindings.ts'
import { hostileDocument } from './documents/hostileDocument.ts'

/** What the command prints of messages, in the terminal and as a page. */
describe('nothing that others wrote is active in what the command shows', () => {
  test('in a terminal, and in a page', () => {
    fc.assert(
      fc.property(hostileDocument, document => {
        expect(terminalFindings(renderings.text([document], true) ?? '')).toEqual([])
        expect(pageFindings(renderings.html([document], false) ?? '')).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    '<p>Zq</p><script>x</script>',
    '<p onclick="x">a</p>',
    '<p class="Zq">a</p>',
    '<a href="https://evil.example" rel="noreferrer">a</a>',
    '<a href="javascript:x">a</a>',
    '<img src="x">',
    '<p>a < b</p>',
    '<p>a & b</p>',
    '<p>&nbsp;</p>',
    '<p>a\u202eb</p>',
    '<p',
  ])('a page with %j would be found', page => {
    expect(pageFindings(page)).not.toEqual([])
  })

  test.each(['\u001b]8;;https://evil.example\u0007x', '\u001b[2J', '\r', '\b', '\u009b31m', '\u202e'])(
    'a text for the terminal with %j would be found',
    text => {
      expect(terminalFindings(`\u001b[1m${text}\u001b[22m`)).not.toEqual([])
    },
  )
})
