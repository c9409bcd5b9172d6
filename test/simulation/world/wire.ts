import type { HttpAnswer, WireRequest } from '../../../local/model/wire/http.ts'
import type { RequestLog } from '../../../local/model/wire/requestLog.ts'
import type { Chance } from './chance.ts'
import { failureOf, isChatSite } from './faultAnswers.ts'
import type { Fault, FaultBook, NetworkSite } from './faults.ts'
import type { Exchange, Journal } from './journal.ts'
import { answered, type Door } from './network.ts'
import { currentSandbox, type Sandbox } from './sandbox.ts'
import { type Deadline, never, passing } from './virtualWorld.ts'

/** A failed connection as Node reports it. */
export class SocketError extends Error {
  override readonly name = 'Error'
  readonly code: string

  constructor(code: string) {
    super(`synthetic ${code}`)
    this.code = code
  }
}

/** The caller's patience is over; what it sees of that is its own affair. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

type Parts = {
  readonly log: RequestLog
  readonly journal: Journal
  readonly faults: FaultBook
  readonly chance: Chance
}
export type Call = {
  readonly site: NetworkSite
  readonly door: Door
  readonly request: WireRequest
  readonly deadline: Deadline | undefined
}

/** The way between the functions and the services, where calls are late, lost, doubled in effect or cut off. */
export class Wire {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** One request and its answer. Throws SocketError, or OutOfTime at the caller's deadline. */
  async exchange(call: Call): Promise<HttpAnswer> {
    const { journal, faults } = this.#parts
    const sandbox = currentSandbox()
    if (sandbox?.isDead) return never()
    const fault = faults.take(call.site, sandbox?.functionName ?? null, journal.now / 1000)
    const exchange = this.#begun(call, sandbox, fault)
    await this.#travel(call, sandbox)
    if (fault?.mode === 'crash-before') return this.#crash(exchange, sandbox)
    if (fault?.mode === 'hang') return this.#hang(exchange, call)
    const answer = fault?.mode === 'before' ? undefined : this.#perform(exchange, call)
    if (fault?.mode === 'crash-after') return this.#crash(exchange, sandbox)
    if (fault?.mode === 'hang-after') return this.#hang(exchange, call)
    const seen = fault ? this.#failed(exchange, call, fault) : answer
    if (!seen) throw new TypeError('an exchange ended without an answer')
    exchange.seen = exchange.isTaken && !fault ? 'success' : 'failure'
    exchange.status = seen.status
    exchange.answer = seen.body
    exchange.retryAfter = seen.headers['retry-after'] ?? null
    this.#tell(exchange, seen)
    return seen
  }

  #begun(call: Call, sandbox: Sandbox | undefined, fault: Fault | undefined): Exchange {
    const { journal } = this.#parts
    const { site, request } = call
    const exchange: Exchange = {
      index: journal.exchanges.length,
      site,
      by: sandbox?.functionName ?? null,
      invocation: sandbox?.invocation ?? null,
      at: journal.now,
      fault: fault?.mode ?? null,
      isTaken: false,
      seen: 'nothing yet',
      status: null,
      request: {},
      headers: request.headers,
      answer: '',
      retryAfter: null,
    }
    journal.exchanges.push(exchange)
    if (fault) journal.faults.push({ at: journal.now, site, mode: fault.mode })
    return exchange
  }

  /** Services of AWS are near, chat services less so; one call in two hundred takes seconds. */
  async #travel({ site, deadline }: Call, sandbox: Sandbox | undefined): Promise<void> {
    const { chance } = this.#parts
    const usual = isChatSite(site) ? 80 + chance() * 400 : 10 + chance() * 110
    const milliseconds = Math.floor(chance() < 0.005 ? 1000 + chance() * 2500 : usual)
    const left = deadline ? deadline.at - Date.now() : Infinity
    await passing(Math.min(milliseconds, left))
    if (sandbox?.isDead) await never()
    if (milliseconds >= left) this.#expire(deadline)
  }

  /** The service does its work, and the journal keeps what it was asked for. */
  #perform(exchange: Exchange, { door, request }: Call): HttpAnswer {
    const answer = answered(door.answer(request))
    exchange.isTaken = isTaken(exchange.site, answer)
    Object.assign(exchange, { request: this.#parts.log.requests.at(-1)?.body ?? {} })
    return answer
  }

  #failed(exchange: Exchange, { site, door, request }: Call, fault: Fault): HttpAnswer {
    const failure = failureOf(site, fault.answer)
    if (failure.kind === 'lambda') throw new TypeError(`${site} is no call of Lambda`)
    if (failure.kind === 'socket') {
      exchange.seen = 'failure'
      this.#parts.journal.tell(`  ${site}`, `${fault.mode}: ${failure.code}${takenNote(exchange)}`)
      throw new SocketError(failure.code)
    }
    door.failNext(site, failure.fault)
    const answer = answered(door.answer(request))
    Object.assign(exchange, { request: this.#parts.log.requests.at(-1)?.body ?? {} })
    return answer
  }

  #crash(exchange: Exchange, sandbox: Sandbox | undefined): Promise<never> {
    this.#parts.journal.tell(`  ${exchange.site}`, `${exchange.fault}${takenNote(exchange)}`)
    const error = new Error('Runtime exited with error: exit status 1')
    error.name = 'Runtime.ExitError'
    sandbox?.die(error)
    return never()
  }

  async #hang(exchange: Exchange, { deadline }: Call): Promise<never> {
    this.#parts.journal.tell(`  ${exchange.site}`, `no answer comes${takenNote(exchange)}`)
    if (!deadline) return never()
    await passing(deadline.at - Date.now())
    exchange.seen = 'failure'
    return this.#expire(deadline)
  }

  #expire(deadline: Deadline | undefined): never {
    deadline?.abort()
    throw new OutOfTime('the deadline of the call has passed')
  }

  #tell(exchange: Exchange, { status, body }: HttpAnswer): void {
    const detail = exchange.seen === 'failure' ? ` ${body.slice(0, 120)}` : ''
    this.#parts.journal.tell(`  ${exchange.site}`, `${status}${takenNote(exchange)}${detail}`)
  }
}

/** A call that succeeded in word may have failed in deed. */
function isTaken(site: NetworkSite, { status, body }: HttpAnswer): boolean {
  if (status >= 300) return false
  if (site === 'PutEvents') return body.includes('"FailedEntryCount":0')
  if (site === 'PutLogEvents') return !body.includes('rejectedLogEventsInfo')
  if (site.startsWith('chat.')) return body.startsWith('{"ok":true')
  return true
}

function takenNote({ isTaken: taken, fault }: Exchange): string {
  return taken && fault ? ', though it was done' : ''
}
