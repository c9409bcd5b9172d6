import { describe, expect, test } from '@jest/globals'
import type { ResultsPage } from '../../functions/domain/flowOperation.ts'
import { completed, flow, namedError, operation, serviceError, throttled } from './facts.ts'
import { type Call, type Watched, type World, watchIn } from './watchBed.ts'

/** Three pages of 1, 2 and 4 bytes. */
const pages: Readonly<Record<string, ResultsPage>> = {
  first: { flows: [flow(1)], nextToken: 'second' },
  second: { flows: [flow(2)], nextToken: 'third' },
  third: { flows: [flow(4)], nextToken: null },
}

/** The pages, after a failure of those calls that are named. */
function pagesFailing(fails: (call: Call) => boolean, failure: () => Error) {
  return (token: string | null, call: Call): ResultsPage => {
    if (fails(call)) throw failure()
    return pages[token ?? 'first'] ?? { flows: [], nextToken: null }
  }
}

const completedWith = (resultsPage: World['resultsPage'] & object): World => ({
  describe: () => completed,
  resultsPage,
})
const outcomesOf = ({ delivered }: Watched) => delivered.filter(({ notice }) => notice === 'OUTCOME')

test('all pages are read once, in order, and summed up', async () => {
  const watched = await watchIn(completedWith(pagesFailing(() => false, throttled)))

  expect(watched.pageTokens).toEqual([null, 'second', 'third'])
  expect(watched.result.document?.results).toMatchObject({ flowCount: 3, byteCount: 7, complete: true })
})

describe('a throttled results call', () => {
  test('at the first page is repeated by the state machine', async () => {
    const watched = await watchIn(completedWith(pagesFailing(({ call }) => call <= 2, throttled)))

    expect(watched.pageTokens).toEqual([null, null, null, 'second', 'third'])
    expect(watched.endedAt).toBe(2 + 4)
    expect(watched.result.document?.results).toMatchObject({ flowCount: 3, byteCount: 7, complete: true })
  })

  test.each([2, 3])('at page %i goes on there: nothing is counted twice', async page => {
    const watched = await watchIn(completedWith(pagesFailing(({ call }) => call === page, throttled)))

    expect(watched.pageTokens).toHaveLength(4)
    expect(watched.pageTokens[page]).toBe(watched.pageTokens[page - 1])
    expect(watched.result.document?.results).toMatchObject({ flowCount: 3, byteCount: 7, complete: true })
  })

  test('after the first page is made again five seconds later, and nothing else is', async () => {
    const watched = await watchIn(completedWith(pagesFailing(({ call }) => call === 2, throttled)))

    expect(watched.polledAt).toEqual([0])
    expect(watched.endedAt).toBe(5)
    expect(watched.states[watched.states.indexOf('WaitForMoreResults') + 1]).toBe('CollectResults')
    expect(watched.delivered.filter(({ notice }) => notice === 'STARTED')).toHaveLength(1)
  })

  test('at every second page is no different', async () => {
    const watched = await watchIn(completedWith(pagesFailing(({ call }) => call % 2 === 0, throttled)))

    expect(watched.result.document?.results).toMatchObject({ flowCount: 3, byteCount: 7, complete: true })
  })

  test('from page two on, for ever, leaves what was read, marked as incomplete', async () => {
    const watched = await watchIn(completedWith(pagesFailing(({ call }) => call >= 2, throttled)))

    expect(watched.result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
    expect(watched.result.document?.results).toMatchObject({ flowCount: 1, byteCount: 1, complete: false })
    expect(outcomesOf(watched)).toHaveLength(3)
  })

  test('for ever delays the message by some minutes only', async () => {
    const watched = await watchIn(completedWith(pagesFailing(() => true, throttled)))

    expect(watched.pageTokens).toHaveLength(11)
    expect(watched.endedAt).toBe(2 + 4 + 8 + 16 + 32 + 5 * 60)
    expect(outcomesOf(watched)).toHaveLength(3)
    expect(watched.result.document?.results).toMatchObject({ flowCount: 0, complete: false })
  })
})

describe.each([
  ['denied', () => serviceError('AccessDeniedException'), 1],
  ['refused as invalid', () => serviceError('InvalidRequestException'), 1],
  ['crashing', () => new TypeError('a defect'), 4],
])('results that are %s', (_name, failure, calls) => {
  test('never keep the message back: the outcome stands, complete is false', async () => {
    const watched = await watchIn(completedWith(pagesFailing(() => true, failure)))

    expect(watched.pageTokens).toHaveLength(calls)
    expect(watched.result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
    expect(watched.result.document?.results).toMatchObject({ flowCount: 0, complete: false })
    expect(outcomesOf(watched).map(({ document }) => document.outcome)).toEqual(Array(3).fill('COMPLETED'))
  })

  test('keep the pages before them', async () => {
    const watched = await watchIn(completedWith(pagesFailing(({ call }) => call === 2, failure)))

    expect(watched.result.document?.results?.byteCount).toBe(calls === 1 ? 1 : 7)
  })
})

test('a function that Lambda holds back for minutes, as when many operations end together, still reads them', async () => {
  const watched = await watchIn({
    ...completedWith(() => ({ flows: [flow(1)], nextToken: null })),
    invoke: (functionName, { call }) => {
      if (functionName === 'collectResults' && call <= 10) throw namedError('Lambda.TooManyRequestsException')
    },
  })

  expect(watched.result.document?.results).toMatchObject({ flowCount: 1, complete: true })
})

test('a function that cannot read results at all never keeps the message back', async () => {
  const watched = await watchIn({
    describe: () => completed,
    invoke: functionName => {
      if (functionName === 'collectResults') throw namedError('Runtime.OutOfMemory')
    },
  })

  expect(watched.result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
  expect(outcomesOf(watched)).toHaveLength(3)
  expect(watched.result.document?.results?.complete).toBe(false)
})

test('an operation with errors is never complete, with every page read', async () => {
  const { result } = await watchIn({
    describe: () => operation('COMPLETED_WITH_ERRORS'),
    resultsPage: pagesFailing(() => false, throttled),
  })

  expect(result.document?.results).toMatchObject({ flowCount: 3, complete: false })
})

test('a page that names itself as the next one ends the reading', async () => {
  const watched = await watchIn(completedWith(() => ({ flows: [flow(1)], nextToken: 'same' })))

  expect(watched.pageTokens).toEqual([null, 'same'])
  expect(watched.result.document?.results?.complete).toBe(false)
  expect(watched.result.executionStatus).toBe('SUCCEEDED')
})

test('endless results are read up to 2,000 pages, and the message says that there may be more', async () => {
  const watched = await watchIn(
    completedWith((_token, { call }) => ({ flows: [flow(1)], nextToken: `page-${call}` })),
  )

  expect(watched.pageTokens).toHaveLength(2000)
  expect(watched.result.document?.results).toMatchObject({ flowCount: 2000, complete: false })
  expect(watched.result.executionStatus).toBe('SUCCEEDED')
})
