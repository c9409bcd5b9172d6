import * as z from 'zod/mini'
import type { Flow, ResultsPage } from './flowOperation.ts'
import { protocolName } from './protocols.ts'
import { Tally } from './tally.ts'

/** One address and what its flows add up to. */
export const Talker = z.object({ address: z.string(), flowCount: z.number(), byteCount: z.number() })
export type Talker = z.infer<typeof Talker>

/** One destination port with its protocol, and what its flows add up to. */
export const PortTalker = z.object({
  port: z.string(),
  protocol: z.nullable(z.string()),
  flowCount: z.number(),
  byteCount: z.number(),
})
export type PortTalker = z.infer<typeof PortTalker>

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
  // With a default, since an execution of an earlier version may be reading still.
  destinationPorts: z._default(z.array(PortTalker), []),
  exhausted: z.boolean(),
  approximate: z.boolean(),
  failure: z.nullable(z.string()),
})
export type ResultsCollection = z.infer<typeof ResultsCollection>

/** 200,000 flows at the service's largest page of 100; beyond that the summary says that it is incomplete. */
export const maxPages = 2000
/** Bounds the execution's history when the service lets through a page at a time. */
export const maxCalls = 60
/** The API model's bound, whose characters have one byte each. */
const maxNextTokenBytes = 4096
/** Addresses, and ports, carried from one call to the next, so that the state stays far below 262,144 bytes. */
const maxTalkersCarried = 250
/** The longest address is an IPv6 one with the tail of an IPv4 one and a prefix: 49 characters. */
const maxAddressCharacters = 64
/** What is told of them: no message shows more. */
export const maxTalkersTold = 5

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
    destinationPorts: [],
    exhausted: false,
    approximate: false,
    failure: null,
  }
}

/** Sums pages up in bounded memory. One instance lives for one function call; {@link carried} ends it. */
export class ResultsSum {
  readonly #collection: ResultsCollection
  readonly #sources: Tally<Talker>
  readonly #destinations: Tally<Talker>
  readonly #ports: Tally<PortTalker>

  constructor(collection: ResultsCollection) {
    this.#collection = { ...collection, calls: collection.calls + 1 }
    this.#sources = new Tally(collection.sources, ({ address }) => address)
    this.#destinations = new Tally(collection.destinations, ({ address }) => address)
    this.#ports = new Tally(collection.destinationPorts, ({ port, protocol }) => `${port} ${protocol ?? ''}`)
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
    if (page.nextToken !== null && bytesInState(page.nextToken) > maxNextTokenBytes) {
      throw new RangeError(
        `page ${sum.pagesRead + 1} names a next one in more than ${maxNextTokenBytes} bytes`,
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
    const counts = { flowCount: 1, byteCount }
    if (flow.sourceAddress !== null) {
      this.#sources.add({ address: plainAddress(flow.sourceAddress), ...counts })
    }
    if (flow.destinationAddress !== null) {
      this.#destinations.add({ address: plainAddress(flow.destinationAddress), ...counts })
    }
    const place = portOf(flow)
    if (place !== null) this.#ports.add({ ...place, ...counts })
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
    const tallies = [this.#sources, this.#destinations, this.#ports]
    // Cutting a list only matters when something is still to be added to it.
    const isCut = step.next === 'MORE' && tallies.some(({ size }) => size > maxTalkersCarried)
    return {
      ...sum,
      ...step,
      sources: this.#sources.largest(maxTalkersCarried),
      destinations: this.#destinations.largest(maxTalkersCarried),
      destinationPorts: this.#ports.largest(maxTalkersCarried),
      approximate: sum.approximate || isTooLarge || isCut || tallies.some(({ hasDropped }) => hasDropped),
    }
  }
}

/** What of a collection goes on in the state: a finished one needs only what will be told. */
export function forTelling(collection: ResultsCollection): ResultsCollection {
  if (collection.next === 'MORE') return collection
  return {
    ...collection,
    nextToken: null,
    sources: collection.sources.slice(0, maxTalkersTold),
    destinations: collection.destinations.slice(0, maxTalkersTold),
    destinationPorts: collection.destinationPorts.slice(0, maxTalkersTold),
  }
}

/** Whether the service writes a single host bare or with its full prefix is unpublished: both count as one. */
function plainAddress(address: string): string {
  const isFullPrefix = address.endsWith(address.includes(':') ? '/128' : '/32')
  const plain = isFullPrefix ? address.slice(0, address.lastIndexOf('/')) : address
  return stateText(plain, maxAddressCharacters)
}

/** Where a flow goes to; null for one without ports, such as ICMP. The lengths are those that a port and a protocol can have. */
function portOf({ destinationPort, protocol }: Flow): Pick<PortTalker, 'port' | 'protocol'> | null {
  const port = stateText(destinationPort?.trim() ?? '', 11)
  return port ? { port, protocol: protocol && stateText(protocolName(protocol), 12) } : null
}

/** Short, and in characters that have one byte each in the state of an execution, whatever the service says. */
function stateText(text: string, maxCharacters: number): string {
  return text.slice(0, maxCharacters).replaceAll(/[^ !#-[\]-~]/gu, '?')
}

function bytesInState(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}
