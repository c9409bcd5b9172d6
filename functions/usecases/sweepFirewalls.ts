import { ServiceError } from '../domain/serviceError.ts'
import {
  eventGraceSeconds,
  type FoundOperation,
  foundOperations,
  fromAnywhere,
  isOfUnknownAge,
  isSelective,
  recoveredWatch,
  type ScopeListing,
} from '../domain/sweep.ts'
import type { FlowOperationScope, WatchRequest } from '../domain/watchRequest.ts'
import type { Clock, Firewalls, FlowOperations, Log, Pause, Random, WatchStarter } from '../ports.ts'
import { firstDescribedScope, isDescribed } from './describedScope.ts'
import { leftToNextSweep, listsOutOfTime, SweepTime } from './sweepTime.ts'

/** How long an operation whose scope is in doubt is left to later sweeps. */
const maxDoubtSeconds = 1800

type Services = {
  readonly clock: Clock
  readonly firewalls: Firewalls
  readonly flowOperations: FlowOperations
  readonly watchStarter: WatchStarter
  readonly pause: Pause
  readonly random: Random
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
  for (const firewallArn of fromAnywhere(firewallArns, services.random())) await sweep.firewall(firewallArn)
  await sweep.postponed()
  const { operationCount, recovered, failures, startFailures } = sweep
  return { firewallCount: firewallArns.length, operationCount, recovered, failures, startFailures }
}

/** One after the other: the service's request rate is not published, and ten minutes are long. */
class Sweep {
  operationCount = 0
  readonly recovered: string[] = []
  readonly failures: ServiceError[] = []
  readonly startFailures: ServiceError[] = []
  readonly #services: Services
  readonly #time: SweepTime
  readonly #postponed: { readonly found: FoundOperation; readonly notBefore: number }[] = []
  /** Those of which a list by zone or endpoint was refused. */
  readonly #firewallsInDoubt = new Set<string>()
  #isOutOfTime = false
  #leftCount = 0
  #firewallArn = ''

  constructor(services: Services) {
    this.#services = services
    this.#time = new SweepTime(services.clock)
  }

  async firewall(firewallArn: string): Promise<void> {
    const { clock, firewalls } = this.#services
    this.#firewallArn = firewallArn
    if (!this.#hasTime()) return
    const scopes = await this.#attempt(() => firewalls.scopes(firewallArn))
    if (scopes === undefined || !this.#hasTime()) return
    // Not every Region knows endpoint associations: what they keep from being asked must not keep the zones back.
    const associations = await this.#attempt(() => firewalls.associationScopes(firewallArn))
    const listings = await this.#listings([...scopes, ...(associations ?? [])], associations !== undefined)
    const foundAt = clock.nowMilliseconds()
    const notBefore = foundAt + eventGraceSeconds * 1000
    for (const found of foundOperations(listings, foundAt)) {
      this.operationCount += 1
      if (isOfUnknownAge(found)) this.#postponed.push({ found, notBefore })
      else await this.#begin(found)
    }
  }

  /** Their events have had their time by then: those that came have watches, and a second start is none. */
  async postponed(): Promise<void> {
    const inTime = this.#postponed.filter(each => this.#time.isLeftToStartAt(each.notBefore))
    this.#leftCount += this.#postponed.length - inTime.length
    const lastNotBefore = Math.max(...inTime.map(({ notBefore }) => notBefore))
    const seconds = Math.ceil((lastNotBefore - this.#services.clock.nowMilliseconds()) / 1000)
    if (seconds > 0) await this.#services.pause(seconds)
    for (const { found } of inTime) await this.#begin(found)
    if (this.#leftCount > 0) this.#failed(leftToNextSweep(this.#leftCount))
  }

  /**
   * Some scopes may be none by the service's own rules, which are not published: only if all are refused something is wrong. A
   * firewall without a zone, which is being made or deleted, can have no operations.
   * The firewall as a whole is asked first: what it names was started before its own scope is asked, which then names it too. Asked
   * last, it would name what was started meanwhile, as if that had no selector.
   */
  async #listings(scopes: readonly FlowOperationScope[], areAllKnown: boolean): Promise<ScopeListing[]> {
    const listings: ScopeListing[] = []
    const refused: ServiceError[] = []
    let isSelectionWhole = areAllKnown
    for (const scope of [...scopes.filter(each => !isSelective(each)), ...scopes.filter(isSelective)]) {
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

  async #begin(found: FoundOperation): Promise<void> {
    if (this.#time.isLeftToStart) await this.#attempt(() => this.#watch(found))
    else this.#leftCount += 1
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
   * selector, it would be told as gone. Then it must at least be described so, or be old, or of unknown age, which may be old: no
   * refusal may hide it for ever. Throws ServiceError for one that is left to the next sweep.
   */
  async #demandRightScope({ operation }: FoundOperation, scope: FlowOperationScope): Promise<void> {
    if (isSelective(scope) || !this.#firewallsInDoubt.has(scope.firewallArn)) return
    const { flowOperationId, requestTimestamp } = operation
    if (requestTimestamp === null) return
    const ageMilliseconds = this.#services.clock.nowMilliseconds() - Date.parse(requestTimestamp)
    if (ageMilliseconds >= maxDoubtSeconds * 1000) return
    if (await isDescribed(flowOperationId, scope, this.#services.flowOperations)) return
    const message = `a list was refused that may name ${flowOperationId}: it is left to the next sweep`
    throw new ServiceError({ name: 'ScopeInDoubt', message })
  }

  /** False from the moment on when the time for asking is used up, which is told once. */
  #hasTime(): boolean {
    if (!this.#isOutOfTime && !this.#time.isLeftToList) {
      this.#isOutOfTime = true
      this.#failed(listsOutOfTime())
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
