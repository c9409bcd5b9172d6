import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'

/** What of a stretch of time was ours, in milliseconds: by the clock, and of the processor. */
export type OwnTime = { readonly milliseconds: number; readonly processorMilliseconds: number }

/** Time so far, from any beginning. */
type TimeSource = () => OwnTime

function processTime(): OwnTime {
  const { user, system } = process.cpuUsage()
  return { milliseconds: performance.now(), processorMilliseconds: (user + system) / 1000 }
}

/** A request as it leaves this process: the operation of an AWS call, or the origin that is posted to. */
type Listener = (what: string) => void

const nothing: OwnTime = { milliseconds: 0, processorMilliseconds: 0 }

/**
 * Counts time while a function is at work and no request of this process is unanswered. What passes between functions is the
 * state machine's, and what passes while an answer is awaited is the service's.
 */
export class OwnTimeMeter {
  readonly #now: TimeSource
  #own: OwnTime = nothing
  #since: OwnTime | null = null
  #working = 0
  #unanswered = 0

  constructor(now: TimeSource = processTime) {
    this.#now = now
  }

  /** Counts while this runs. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#change(() => (this.#working += 1))
    try {
      return await work()
    } finally {
      this.#change(() => (this.#working -= 1))
    }
  }

  restart(): void {
    this.#stop()
    this.#own = nothing
    this.#start()
  }

  read(): OwnTime {
    this.#stop()
    this.#start()
    return this.#own
  }

  requestLeft(): void {
    this.#change(() => (this.#unanswered += 1))
  }

  answerCame(): void {
    this.#change(() => (this.#unanswered -= 1))
  }

  #change(change: () => void): void {
    this.#stop()
    change()
    this.#start()
  }

  #start(): void {
    if (this.#working === 0 || this.#unanswered > 0) return
    this.#since = this.#now()
  }

  #stop(): void {
    if (this.#since === null) return
    const now = this.#now()
    this.#own = {
      milliseconds: this.#own.milliseconds + now.milliseconds - this.#since.milliseconds,
      processorMilliseconds:
        this.#own.processorMilliseconds + now.processorMilliseconds - this.#since.processorMilliseconds,
    }
    this.#since = null
  }
}

/** Tells of every request of this process, as its first byte is written, and of its answer, as its head arrives. */
export function watchRequests(meter: OwnTimeMeter, onSent: Listener, onAnswered: Listener): void {
  subscribe('http.client.request.start', message => {
    onSent(operationOf((message as { readonly request: ClientRequest }).request))
    meter.requestLeft()
  })
  subscribe('http.client.response.finish', message => {
    meter.answerCame()
    onAnswered(operationOf((message as { readonly request: ClientRequest }).request))
  })
  // fetch is undici, with channels of its own.
  subscribe('undici:client:sendHeaders', message => {
    onSent(originOf(message))
    meter.requestLeft()
  })
  subscribe('undici:request:headers', message => {
    meter.answerCame()
    onAnswered(originOf(message))
  })
}

/** SNS alone names its operation in a form instead of a header. */
function operationOf(request: ClientRequest): string {
  const target = request.getHeader('x-amz-target')
  return typeof target === 'string' ? (target.split('.').at(-1) ?? '') : 'Publish'
}

function originOf(message: unknown): string {
  return String((message as { readonly request: { readonly origin: unknown } }).request.origin)
}
