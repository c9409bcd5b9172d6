import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { executionInput } from '../domain/executionInput.ts'
import { ServiceError } from '../domain/serviceError.ts'
import type { WatchStarter } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/**
 * Starts executions named by the watch. Step Functions keeps a name for 90 days, so whatever comes twice (a doubled event,
 * the event after a sweep) meets the execution that exists: that is success (StartExecution API page).
 */
export function stepFunctionsStarter(client: SFNClient, stateMachineArn: string): WatchStarter {
  return {
    async start(watch) {
      const input = JSON.stringify(executionInput(watch))
      try {
        await awsCall(options =>
          client.send(new StartExecutionCommand({ stateMachineArn, name: watch.watchKey, input }), options),
        )
        return 'STARTED'
      } catch (error) {
        const exists = error instanceof ServiceError && error.serviceErrorName === 'ExecutionAlreadyExists'
        if (exists) return 'ALREADY_WATCHED'
        throw error
      }
    },
  }
}
