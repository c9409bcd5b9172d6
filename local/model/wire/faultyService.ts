/** Which calls are to fail, and how. */
export type FaultPlan<Operation extends string, Fault> = {
  readonly operation: Operation
  readonly fault: Fault
  /** How many calls fail; default 1, Infinity for all. */
  readonly times?: number
  /** How many calls of the operation pass before the first one fails; default 0. */
  readonly after?: number
}

type OpenPlan<Fault> = { readonly operation: string; readonly fault: Fault; times: number; after: number }

/** What every service model has in common: faults planned by a test, consumed call by call. */
export abstract class FaultyService<Operation extends string, Fault> {
  readonly #plans: OpenPlan<Fault>[] = []

  /** Plans a fault; several plans for one operation take effect one after the other. */
  failNext(plan: FaultPlan<Operation, Fault>): void {
    this.#plans.push({ times: 1, after: 0, ...plan })
  }

  /** Drops every planned fault: from here on the service is healthy. */
  stopFailing(): void {
    this.#plans.length = 0
  }

  /** The fault for a call that arrives now, if one is planned; counts the call. */
  takeFault(operation: string): Fault | undefined {
    const plan = this.#plans.find(candidate => candidate.operation === operation && candidate.times > 0)
    if (!plan) return undefined
    if (plan.after > 0) {
      plan.after -= 1
      return undefined
    }
    plan.times -= 1
    return plan.fault
  }
}
