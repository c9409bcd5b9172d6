import { expect, test } from '@jest/globals'
import { streamExceptionInWords } from '../../functions/domain/streamExceptionWords.ts'

test.each([
  ['DROP', /is DROP.*hangs until its client.*connects anew/u],
  ['REJECT', /is REJECT.*reset.*at once/u],
  ['CONTINUE', /is CONTINUE.*go on to the later rules/u],
  [null, /could not be read.*default it is DROP/u],
])('%s is said in words', (policy, words) => {
  expect(streamExceptionInWords(policy)).toMatch(words)
})

test.each(['A_NEW_POLICY', 'drop', 'constructor', '<!channel>'])(
  'a policy that Flowbell does not know is not explained, nor repeated: %s',
  policy => {
    expect(streamExceptionInWords(policy)).toMatch(/does not know/u)
    expect(streamExceptionInWords(policy)).not.toContain(policy)
  },
)
