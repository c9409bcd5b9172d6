import { SSMClient } from '@aws-sdk/client-ssm'
import { ssmRouting } from '../adapters/ssmRouting.ts'
import type { Routing } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { oneAttempt } from './oneAttempt.ts'

/** The routes in this Systems Manager parameter. */
export function buildParameterRouting({ clock, prepareClient }: Runtime, parameter: string): Routing {
  return ssmRouting(prepareClient(new SSMClient(oneAttempt)), parameter, clock)
}
