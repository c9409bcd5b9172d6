import type { LocalAws } from '../../../local/model/localAws.ts'
import type { LambdaFault } from './lambdaFault.ts'

/** How one world goes, and what the watch in it has to come to. */
export type Scenario = {
  /** Sets the model up before the operation is started. */
  readonly prepare: (aws: LocalAws) => void
  /** Another operation runs in the zone already, so that the start is refused. */
  readonly isZoneBusy?: true
  /** The event that CloudTrail makes of the start, changed. */
  readonly event?: (event: unknown) => unknown
  readonly overdueMinutes?: number
  readonly lambdaFault?: LambdaFault
  readonly expected: {
    readonly status: 'SUCCEEDED' | 'FAILED'
    readonly error?: string
    /** Of the last state's document; null when there is none. */
    readonly outcome: string | null
    /** States without which the scenario would not show what it is for. */
    readonly visits: readonly string[]
  }
}
