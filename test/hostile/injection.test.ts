import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { channelNames } from '../../functions/domain/notification.ts'
import { allFindings } from './allFindings.ts'
import { foreignTextCount, hostileDocument } from './documents/hostileDocument.ts'
import { everythingSent, slackWays } from './everythingSent.ts'

/** Strings of every run. HOSTILE_STRINGS=5000000 looks longer: a million takes some minutes. */
const wantedStrings = Number(process.env['HOSTILE_STRINGS'] ?? 100_000)
const documentsAtOnce = 50

jest.setTimeout(60_000 + wantedStrings)

/** No call goes out, so no time limit is needed; each would be a timer. */
beforeAll(() => {
  const never = new AbortController().signal
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(never)
})
afterAll(() => {
  jest.restoreAllMocks()
})

/** Two of Slack's six ways for each document: over hundreds of them, all are taken. */
const twoWays = fc.subarray([...slackWays], { minLength: 2, maxLength: 2 })

async function checkDocuments(): Promise<number> {
  let strings = 0
  await fc.assert(
    fc.asyncProperty(hostileDocument, twoWays, async (document, ways) => {
      strings += foreignTextCount(document)
      expect(allFindings(document, await everythingSent(document, ways))).toEqual([])
    }),
    { numRuns: documentsAtOnce },
  )
  return strings
}

describe('nothing that others wrote is active in anything that is sent', () => {
  test('by any channel: a new one needs a checker, and a place in everythingSent.ts and allFindings.ts', () => {
    expect([...channelNames].sort()).toEqual(['eventbridge', 'slack', 'sns', 'teams'])
  })

  test(`over ${wantedStrings} hostile strings`, async () => {
    let strings = 0
    for (let left = wantedStrings; left > 0; left = wantedStrings - strings) strings += await checkDocuments()
    expect(strings).toBeGreaterThanOrEqual(wantedStrings)
  })
})
