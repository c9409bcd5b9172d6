import { ServiceError } from '../domain/serviceError.ts'
import {
  eventGraceSeconds,
  type FoundOperation,
  foundOperations,
  isOfUnknownAge,
  isSelective,
  recoveredWatch,
  type ScopeListing,
} from '../domain/sweep.ts'
import type { FlowOperationScope, WatchRequest } from '../domain/watchRequest.ts'
import type { Clock, Firewalls, FlowOperations, Log, Pause, WatchStarter } from '../ports.ts'
import { firstDescribedScope, isDescribed } from './describedScope.ts'

/**
 * No firewall and no list is asked later than this: one call, the wait for events and the starts that follow it still fit into
 * the function's 300 s. A function that is stopped in the middle could not even say so.
 */
const maxListingSeconds = 90
/** How long an operation whose scope is in doubt is left to later sweeps. */
const maxDoubtSeconds = 1800
/** A sweep that ran out of time leaves off at other firewalls than the next one, which begins one further. */
const turnMilliseconds = 600_000

type Services = {
  readonly clock: Clock
  readonly firewalls: Firewalls
  readonly flowOperations: FlowOperations
  readonly watchStarter: WatchStarter
  readonly pause: Pause
  /** Told of every failure, with the firewall that it concerns. */
  readonly log: Log
}

/**
 * What one sweep did. `failures`: what could not be asked or started; the rest was swept all the same.
 * `startFailures`: those of them that are not Network Firewall's.
 */
export type SweepResult = {
  readonly firewallCount: number
  readonly operationCount: number
  readonly recovered: readonly string[]
  readonly failures: readonly ServiceError[]
  readonly startFailures: readonly ServiceError[]
}

/** Starts a watch for each operation that nobody watches yet. Throws ServiceError when the firewalls cannot be listed. */
export async function sweepFirewalls(services: Services): Promise<SweepResult> {
  const sweep = new Sweep(services)
  const firewallArns = await services.firewalls.arns()
  for (const firewallArn of inTurn(firewallArns, services.clock)) await sweep.firewall(firewallArn)
  await sweep.postponed()
  const { operationCount, recovered, failures, startFailures } = sweep
  return { firewallCount: firewallArns.length, operationCount, recovered, failures, startFailures }
}

function inTurn(firewallArns: readonly string[], clock: Clock): readonly string[] {
  const first = Math.floor(clock.nowMilliseconds() / turnMilliseconds) % Math.max(1, firewallArns.length)
  return [...firewallArns.slice(first), ...firewallArns.slice(0, first)]
}

/** One after the other: the service's request rate is not published, and ten minutes are long. */
class Sweep {
  operationCount = 0
  readonly recovered: string[] = []
  readonly failures: ServiceError[] = []
  readonly startFailures: ServiceError[] = []
  readonly #services: Services
  readonly #postponed: FoundOperation[] = []
  /** Those of which a list by zone or endpoint was refused. */
  readonly #firewallsInDoubt = new Set<string>()
  readonly #listsUntil: number
  #isOutOfTime = false
  #firewallArn = ''

  constructor(services: Services) {
    this.#services = services
    this.#listsUntil = services.clock.nowMilliseconds() + maxListingSeconds * 1000
  }

  async firewall(firewallArn: string): Promise<void> {
    const { clock, firewalls } = this.#services
    this.#firewallArn = firewallArn
    if (!this.#hasTime()) return
    const scopes = await this.#attempt(() => firewalls.scopes(firewallArn))
    if (scopes === undefined) return
    // Not every Region knows endpoint associations: what they keep from being asked must not keep the zones back.
    const associations = await this.#attempt(() => firewalls.associationScopes(firewallArn))
    const isSelectionWhole = associations !== undefined
    const listings = await this.#listings([...scopes, ...(associations ?? [])], isSelectionWhole)
    for (const found of foundOperations(listings, clock.nowMilliseconds())) {
      this.operationCount += 1
      if (isOfUnknownAge(found)) this.#postponed.push(found)
      else await this.#attempt(() => this.#watch(found))
    }
  }

  /** Their events have had their time by then: those that came have watches, and a second start is none. */
  async postponed(): Promise<void> {
    if (this.#postponed.length === 0) return
    await this.#services.pause(eventGraceSeconds)
    for (const found of this.#postponed) await this.#attempt(() => this.#watch(found))
  }

  /**
   * Some scopes may be none by the service's own rules, which are not published: only if all are refused something is wrong. A
   * firewall without a zone, which is being made or deleted, can have no operations.
   */
  async #listings(scopes: readonly FlowOperationScope[], areAllKnown: boolean): Promise<ScopeListing[]> {
    const listings: ScopeListing[] = []
    const refused: ServiceError[] = []
    let isSelectionWhole = areAllKnown
    for (const scope of scopes) {
      if (!this.#hasTime()) {
        isSelectionWhole = false
        break
      }
      try {
        listings.push({ scope, operations: await this.#services.flowOperations.list(scope, null) })
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        if (error.kind === 'INVALID_REQUEST' || error.kind === 'NOT_FOUND') {
          refused.push(error)
          if (isSelective(scope)) this.#firewallsInDoubt.add(scope.firewallArn)
        } else {
          this.#failed(error)
          isSelectionWhole &&= !isSelective(scope)
        }
      }
    }
    if (listings.length === 0 && scopes.some(isSelective)) for (const error of refused) this.#failed(error)
    // What only the firewall as a whole lists may belong to a scope that could not be asked: that is for the next sweep.
    return isSelectionWhole ? listings : listings.filter(({ scope }) => isSelective(scope))
  }

  async #watch(found: FoundOperation): Promise<void> {
    const scope = await firstDescribedScope(found, this.#services.flowOperations)
    if (!scope) return
    this.#firewallArn = scope.firewallArn
    await this.#demandRightScope(found, scope)
    const now = new Date(this.#services.clock.nowMilliseconds()).toISOString()
    const watch = recoveredWatch(found.operation, scope, now)
    if ((await this.#start(watch)) === 'STARTED') this.recovered.push(watch.watchKey)
  }

  async #start(watch: WatchRequest): Promise<'STARTED' | 'ALREADY_WATCHED'> {
    try {
      return await this.#services.watchStarter.start(watch)
    } catch (error) {
      if (error instanceof ServiceError) this.startFailures.push(error)
      throw error
    }
  }

  /**
   * An operation that only the firewall as a whole lists may belong to a scope that was refused this time: watched without its
   * selector, it would be told as gone. Then it must at least be described so, or be old: no refusal may hide it for ever.
   * Throws ServiceError for one that is left to the next sweep.
   */
  async #demandRightScope({ operation }: FoundOperation, scope: FlowOperationScope): Promise<void> {
    if (isSelective(scope) || !this.#firewallsInDoubt.has(scope.firewallArn)) return
    const { clock, flowOperations } = this.#services
    const { flowOperationId, requestTimestamp } = operation
    const ageMilliseconds = clock.nowMilliseconds() - Date.parse(requestTimestamp ?? '')
    if (ageMilliseconds >= maxDoubtSeconds * 1000) return
    if (await isDescribed(flowOperationId, scope, flowOperations)) return
    const message = `a list was refused that may name ${flowOperationId}: it is left to the next sweep`
    throw new ServiceError({ name: 'ScopeInDoubt', message })
  }

  /** False from the moment on when the time for asking is used up, which is told once. */
  #hasTime(): boolean {
    if (!this.#isOutOfTime && this.#services.clock.nowMilliseconds() >= this.#listsUntil) {
      this.#isOutOfTime = true
      const message = `the lists took more than ${maxListingSeconds} s: the next sweep begins with another firewall`
      this.#failed(new ServiceError({ name: 'SweepOutOfTime', message }))
    }
    return !this.#isOutOfTime
  }

  /** One failure must not keep the sweep from the rest. */
  async #attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      this.#failed(error)
      return undefined
    }
  }

  #failed(error: ServiceError): void {
    this.failures.push(error)
    const { serviceErrorName, message } = error
    this.#services.log({ level: 'ERROR', firewallArn: this.#firewallArn, error: serviceErrorName, message })
  }
}
