import { describe, expect, test } from '@jest/globals'
import type { ResultsPage } from '../../functions/domain/flowOperation.ts'
import {
  emptyCollection,
  maxCalls,
  maxPages,
  type ResultsCollection,
} from '../../functions/domain/resultsCollection.ts'
import { scopeOf } from '../../functions/domain/watchRequest.ts'
import { collectPages } from '../../functions/usecases/collectPages.ts'
import { secondsAfterStart, serviceError, watchRequest } from '../support/builders.ts'
import { FakeClock, FakeFlowOperations } from '../support/fakes.ts'

const operation = scopeOf(watchRequest())
const page = (nextToken: string | null, flowCount = 1): ResultsPage => ({
  nextToken,
  flows: Array.from({ length: flowCount }, () => ({
    sourceAddress: '10.0.0.1',
    destinationAddress: '198.51.100.7',
    destinationPort: '443',
    protocol: 'TCP',
    packetCount: 1,
    byteCount: 10,
  })),
})
/** So many pages, each naming the next one; the last one none unless `isEndless`. */
const pages = (count: number, isEndless = false): ResultsPage[] =>
  Array.from({ length: count }, (_, index) =>
    page(index === count - 1 && !isEndless ? null : `t${index + 1}`),
  )

/** One call; the clock goes on by `stepSeconds` at every look. */
async function collect(
  script: (ResultsPage | Error)[],
  soFar = emptyCollection(),
  stepSeconds = 0,
): Promise<{ result: ResultsCollection; asked: (string | null)[] }> {
  const flowOperations = new FakeFlowOperations({ pages: script })
  const clock = new FakeClock(secondsAfterStart(60), stepSeconds * 1000)
  const result = await collectPages(operation, soFar, { clock, flowOperations })
  expect(flowOperations.pagesAsked.every(one => one.operation === operation)).toBe(true)
  return { result, asked: flowOperations.pagesAsked.map(({ nextToken }) => nextToken) }
}

describe('reading pages', () => {
  test('goes from token to token to the last page', async () => {
    const { result, asked } = await collect(pages(3))
    expect(asked).toEqual([null, 't1', 't2'])
    expect(result).toMatchObject({
      next: 'DONE',
      waitSeconds: 0,
      pagesRead: 3,
      flowCount: 3,
      byteCount: 30,
      exhausted: true,
      failure: null,
    })
  })

  test('one empty page is all there is', async () => {
    const { result } = await collect([page(null, 0)])
    expect(result).toMatchObject({ next: 'DONE', pagesRead: 1, flowCount: 0, exhausted: true })
  })

  test('one call reads 200 pages; the next one goes on from there', async () => {
    const first = await collect(pages(200, true))
    expect(first.asked).toHaveLength(200)
    expect(first.result).toMatchObject({ next: 'MORE', waitSeconds: 0, nextToken: 't200', exhausted: false })
    const second = await collect([page(null)], first.result)
    expect(second.asked).toEqual(['t200'])
    expect(second.result).toMatchObject({ next: 'DONE', pagesRead: 201, flowCount: 201, exhausted: true })
  })

  test('one call reads for 25 s', async () => {
    const { result, asked } = await collect(pages(9, true), emptyCollection(), 5)
    expect(asked).toHaveLength(5)
    expect(result).toMatchObject({ next: 'MORE', pagesRead: 5, failure: null })
  })

  test('even a slow call reads one page', async () => {
    const { result } = await collect(pages(9, true), emptyCollection(), 1000)
    expect(result).toMatchObject({ next: 'MORE', pagesRead: 1 })
  })

  test(`after ${maxPages} pages it is done, incomplete, and says so`, async () => {
    const soFar = { ...emptyCollection(), pagesRead: maxPages - 2, nextToken: 'before' }
    const { result, asked } = await collect(pages(9, true), soFar)
    expect(asked).toHaveLength(2)
    expect(result).toMatchObject({
      next: 'DONE',
      pagesRead: maxPages,
      exhausted: false,
      failure: expect.stringContaining(`${maxPages} pages`),
    })
  })

  test(`after ${maxCalls} calls it is done, incomplete, however little each could read`, async () => {
    const soFar = { ...emptyCollection(), calls: maxCalls - 1, pagesRead: 59, nextToken: 'before' }
    const { result } = await collect([page('next'), serviceError('ThrottlingException')], soFar)
    expect(result).toMatchObject({ next: 'DONE', calls: maxCalls, pagesRead: 60, exhausted: false })
    expect(result.failure).toContain(`${maxCalls} calls`)
  })

  test('the last of so many pages is a complete end', async () => {
    const soFar = { ...emptyCollection(), pagesRead: maxPages - 1, nextToken: 'before' }
    const { result } = await collect([page(null)], soFar)
    expect(result).toMatchObject({ next: 'DONE', pagesRead: maxPages, exhausted: true, failure: null })
  })
})

describe('a failure', () => {
  test.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['InternalServerError', 'TransientServiceError'],
  ])('%s before anything was read is left to the Retry of the state machine', async (name, thrown) => {
    await expect(collect([serviceError(name)])).rejects.toMatchObject({ name: thrown })
  })

  test.each(['ThrottlingException', 'InternalServerError'])(
    '%s later keeps what was read, and goes on after a short wait',
    async name => {
      const { result } = await collect([page('t1'), serviceError(name)])
      expect(result).toMatchObject({
        next: 'MORE',
        waitSeconds: 5,
        nextToken: 't1',
        pagesRead: 1,
        flowCount: 1,
        failure: null,
      })
    },
  )

  test('what counts is what this call read, not an earlier one', async () => {
    const { result } = await collect([page('t1'), serviceError('ThrottlingException')])
    await expect(collect([serviceError('ThrottlingException')], result)).rejects.toMatchObject({
      name: 'ThrottlingException',
    })
  })

  test.each([
    'AccessDeniedException',
    'ResourceNotFoundException',
    'InvalidRequestException',
    'ExpiredTokenException',
    'UnheardOfException',
  ])('%s is the end: what was read is kept, incomplete', async name => {
    const { result } = await collect([page('t1'), serviceError(name)])
    expect(result).toMatchObject({
      next: 'DONE',
      pagesRead: 1,
      flowCount: 1,
      exhausted: false,
      failure: `${name}: synthetic ${name}`,
    })
    const none = await collect([serviceError(name)])
    expect(none.result).toMatchObject({ next: 'DONE', pagesRead: 0, exhausted: false })
  })

  test('a repeated page ends it: it would never end', async () => {
    const { result } = await collect([page('t1'), page('t1')])
    expect(result).toMatchObject({
      next: 'DONE',
      pagesRead: 1,
      flowCount: 1,
      exhausted: false,
      failure: 'page 2 names itself as the next one',
    })
  })

  test('its message is cut, since it goes into the state', async () => {
    const { result } = await collect([serviceError('AccessDeniedException', { message: 'x'.repeat(5000) })])
    expect(result.failure).toHaveLength(500)
  })

  test('a defect is thrown as it is', async () => {
    const defect = new TypeError('defect')
    await expect(collect([page('t1'), defect])).rejects.toBe(defect)
  })
})
