import { retryableError } from '../domain/errors.ts'
import { maxCalls, maxPages, type ResultsCollection, ResultsSum } from '../domain/resultsCollection.ts'
import { isWorthRetrying, ServiceError } from '../domain/serviceError.ts'
import type { FlowOperationScope } from '../domain/watchRequest.ts'
import type { Clock, FlowOperations } from '../ports.ts'

/** One call reads for at most this long, well inside the function's time-out of 60 s. */
const maxReadingMilliseconds = 25_000
const maxPagesPerCall = 200
const waitAfterInterruptionSeconds = 5

type Operation = FlowOperationScope & { readonly flowOperationId: string }
type Services = { readonly clock: Clock; readonly flowOperations: FlowOperations }

/**
 * Reads pages until the last one, or until this call's share is done. Whatever was read is kept: a failure after the first
 * page of a call hands on what there is. Throws ThrottlingError or TransientServiceError when this call read nothing.
 */
export async function collectPages(
  operation: Operation,
  soFar: ResultsCollection,
  services: Services,
): Promise<ResultsCollection> {
  const sum = new ResultsSum(soFar)
  try {
    await readPages(operation, sum, services)
    return handedOn(sum, 0)
  } catch (error) {
    return afterFailure(error, sum, soFar)
  }
}

/** Asks for another call, unless all is read or enough was tried. */
function handedOn(sum: ResultsSum, waitSeconds: number): ResultsCollection {
  if (sum.isExhausted) return sum.carried({ next: 'DONE', waitSeconds: 0, failure: null })
  if (sum.pagesRead < maxPages && sum.calls < maxCalls) {
    return sum.carried({ next: 'MORE', waitSeconds, failure: null })
  }
  const failure = `not all results were read: ${sum.pagesRead} pages in ${sum.calls} calls`
  return sum.carried({ next: 'DONE', waitSeconds: 0, failure })
}

async function readPages(
  operation: Operation,
  sum: ResultsSum,
  { clock, flowOperations }: Services,
): Promise<void> {
  const deadline = clock.nowMilliseconds() + maxReadingMilliseconds
  for (let page = 0; page < maxPagesPerCall && sum.pagesRead < maxPages; page += 1) {
    sum.add(await flowOperations.resultsPage(operation, sum.nextToken))
    if (sum.isExhausted || clock.nowMilliseconds() >= deadline) return
  }
}

function afterFailure(error: unknown, sum: ResultsSum, soFar: ResultsCollection): ResultsCollection {
  const isServiceError = error instanceof ServiceError
  if (!isServiceError && !(error instanceof RangeError)) throw error
  if (isServiceError && isWorthRetrying(error.kind)) {
    if (sum.pagesRead === soFar.pagesRead) throw retryableError(error)
    return handedOn(sum, waitAfterInterruptionSeconds)
  }
  return sum.carried({ next: 'DONE', waitSeconds: 0, failure: error.message.slice(0, 500) })
}
