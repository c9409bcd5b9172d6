import * as z from 'zod/mini'
import type { Flow, ResultsPage } from './flowOperation.ts'

/** One address and what its flows add up to. */
export const Talker = z.object({ address: z.string(), flowCount: z.number(), byteCount: z.number() })
export type Talker = z.infer<typeof Talker>

/**
 * The flows of an operation, summed up so far. The flows themselves never enter the state.
 * `next` MORE: call again with `nextToken` after `waitSeconds`. `exhausted`: every page was read.
 * `calls`: how often the function ran. `approximate`: more addresses or larger numbers than are counted exactly.
 */
export const ResultsCollection = z.object({
  next: z.enum(['MORE', 'DONE']),
  waitSeconds: z.number(),
  nextToken: z.nullable(z.string()),
  pagesRead: z.number(),
  calls: z.number(),
  flowCount: z.number(),
  packetCount: z.number(),
  byteCount: z.number(),
  sources: z.array(Talker),
  destinations: z.array(Talker),
  exhausted: z.boolean(),
  approximate: z.boolean(),
  failure: z.nullable(z.string()),
})
export type ResultsCollection = z.infer<typeof ResultsCollection>

/** 200,000 flows at the service's largest page of 100; beyond that the summary says that it is incomplete. */
export const maxPages = 2000
/** Bounds the execution's history when the service lets through a page at a time. */
export const maxCalls = 60
/** The API model's bound. */
const maxNextTokenLength = 4096
/** Addresses held in memory per direction; half of them are kept when there are more. */
const maxTalkersInMemory = 4000
/** Addresses carried from one call to the next, so that the state stays far below 262,144 bytes. */
const maxTalkersCarried = 250

/** A collection before the first page. */
export function emptyCollection(): ResultsCollection {
  return {
    next: 'MORE',
    waitSeconds: 0,
    nextToken: null,
    pagesRead: 0,
    calls: 0,
    flowCount: 0,
    packetCount: 0,
    byteCount: 0,
    sources: [],
    destinations: [],
    exhausted: false,
    approximate: false,
    failure: null,
  }
}

/** Sums pages up in bounded memory. One instance lives for one function call; {@link carried} ends it. */
export class ResultsSum {
  readonly #collection: ResultsCollection
  readonly #sources: TalkerCounter
  readonly #destinations: TalkerCounter

  constructor(collection: ResultsCollection) {
    this.#collection = { ...collection, calls: collection.calls + 1 }
    this.#sources = new TalkerCounter(collection.sources)
    this.#destinations = new TalkerCounter(collection.destinations)
  }

  get nextToken(): string | null {
    return this.#collection.nextToken
  }

  get pagesRead(): number {
    return this.#collection.pagesRead
  }

  get calls(): number {
    return this.#collection.calls
  }

  get isExhausted(): boolean {
    return this.#collection.exhausted
  }

  /** Adds one page. Throws RangeError for a next page that would never end, or would not fit into the state. */
  add(page: ResultsPage): void {
    const sum = this.#collection
    if (page.nextToken !== null && page.nextToken === sum.nextToken) {
      throw new RangeError(`page ${sum.pagesRead + 1} names itself as the next one`)
    }
    if ((page.nextToken?.length ?? 0) > maxNextTokenLength) {
      throw new RangeError(
        `page ${sum.pagesRead + 1} names a next one in more than ${maxNextTokenLength} characters`,
      )
    }
    for (const flow of page.flows) this.#addFlow(flow)
    sum.pagesRead += 1
    sum.nextToken = page.nextToken
    sum.exhausted = page.nextToken === null
  }

  #addFlow(flow: Flow): void {
    const sum = this.#collection
    const byteCount = this.#exact(flow.byteCount)
    sum.flowCount += 1
    sum.packetCount += this.#exact(flow.packetCount)
    sum.byteCount += byteCount
    this.#sources.add(flow.sourceAddress, byteCount)
    this.#destinations.add(flow.destinationAddress, byteCount)
  }

  #exact(count: number | null): number {
    const isCount = count !== null && Number.isFinite(count) && count >= 0
    if (!isCount || !Number.isSafeInteger(count)) this.#collection.approximate = true
    return isCount ? count : 0
  }

  /** The collection to hand on. `step` says whether and when to go on. */
  carried(step: Pick<ResultsCollection, 'next' | 'waitSeconds' | 'failure'>): ResultsCollection {
    const sum = this.#collection
    const isTooLarge = !Number.isSafeInteger(sum.byteCount) || !Number.isSafeInteger(sum.packetCount)
    const sources = this.#sources.largest(maxTalkersCarried)
    const destinations = this.#destinations.largest(maxTalkersCarried)
    // Cutting the list only matters when something is still to be added to it.
    const isCut =
      step.next === 'MORE' &&
      (this.#sources.size > sources.length || this.#destinations.size > destinations.length)
    const hasDropped = this.#sources.hasDropped || this.#destinations.hasDropped
    return {
      ...sum,
      ...step,
      sources,
      destinations,
      approximate: sum.approximate || isTooLarge || isCut || hasDropped,
    }
  }
}

/** Counts addresses by bytes and, when there are too many, keeps the larger half. */
class TalkerCounter {
  readonly #talkers: Map<string, Talker>
  hasDropped = false

  constructor(talkers: readonly Talker[]) {
    this.#talkers = new Map(talkers.map(talker => [talker.address, { ...talker }]))
  }

  get size(): number {
    return this.#talkers.size
  }

  add(address: string | null, byteCount: number): void {
    if (address === null) return
    const key = plainAddress(address)
    const talker = this.#talkers.get(key) ?? { address: key, flowCount: 0, byteCount: 0 }
    talker.flowCount += 1
    talker.byteCount += byteCount
    this.#talkers.set(key, talker)
    if (this.#talkers.size > maxTalkersInMemory) this.#keepLargerHalf()
  }

  largest(count: number): Talker[] {
    return [...this.#talkers.values()].toSorted(byBytesThenFlows).slice(0, count)
  }

  #keepLargerHalf(): void {
    const kept = this.largest(maxTalkersInMemory / 2)
    this.#talkers.clear()
    for (const talker of kept) this.#talkers.set(talker.address, talker)
    this.hasDropped = true
  }
}

function byBytesThenFlows(one: Talker, other: Talker): number {
  return (
    other.byteCount - one.byteCount ||
    other.flowCount - one.flowCount ||
    (one.address < other.address ? -1 : 1)
  )
}

/** Whether the service writes a single host bare or with its full prefix is unpublished: both count as one. */
function plainAddress(address: string): string {
  const isFullPrefix = address.endsWith(address.includes(':') ? '/128' : '/32')
  const plain = isFullPrefix ? address.slice(0, address.lastIndexOf('/')) : address
  return plain.slice(0, 255)
}
