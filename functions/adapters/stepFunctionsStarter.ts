import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { executionInput } from '../domain/executionInput.ts'
import { ServiceError } from '../domain/serviceError.ts'
import type { Clock, WatchStarter } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** More than two clocks of AWS differ, and less than the time between two sweeps. */
const clockToleranceMilliseconds = 30_000

/**
 * Starts executions named by the watch. Step Functions keeps a name for 90 days, so whatever comes twice (a doubled event,
 * the event after a sweep) meets the execution that exists: that is success (StartExecution API page). `clock` tells AWS's time.
 */
export function stepFunctionsStarter(client: SFNClient, stateMachineArn: string, clock: Clock): WatchStarter {
  return {
    async start(watch) {
      const input = JSON.stringify(executionInput(watch))
      const now = clock.nowMilliseconds()
      try {
        const { startDate } = await awsCall(options =>
          client.send(new StartExecutionCommand({ stateMachineArn, name: watch.watchKey, input }), options),
        )
        return isEarlier(startDate, now) ? 'ALREADY_WATCHED' : 'STARTED'
      } catch (error) {
        const exists = error instanceof ServiceError && error.serviceErrorName === 'ExecutionAlreadyExists'
        if (exists) return 'ALREADY_WATCHED'
        throw error
      }
    },
  }
}

/** The same input under the same name is answered like the first time while that execution runs, with its start. */
function isEarlier(startDate: Date | undefined, nowMilliseconds: number): boolean {
  return startDate !== undefined && startDate.getTime() < nowMilliseconds - clockToleranceMilliseconds
}
