import { SFNClient } from '@aws-sdk/client-sfn'
import { stepFunctionsStarter } from '../adapters/stepFunctionsStarter.ts'
import type { WatchStarter } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildWatchStarter({ settings, ingestionClock, prepareClient }: Runtime): WatchStarter {
  const stateMachineArn = demanded(settings.stateMachineArn, 'FLOWBELL_STATE_MACHINE_ARN')
  return stepFunctionsStarter(prepareClient(new SFNClient(oneAttempt)), stateMachineArn, ingestionClock)
}
