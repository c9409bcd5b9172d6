import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import type { Cloud, FunctionCaller, FunctionFacts } from '../ports.ts'
import { askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Functions as they are deployed. */
export function functionQuestions(): Pick<Cloud, 'functionFacts' | 'functionCallers'> {
  const client = new LambdaClient(clientSettings)
  return {
    async functionFacts(FunctionName) {
      const command = new GetFunctionConfigurationCommand({ FunctionName })
      const answer = await askForOne('lambda:GetFunctionConfiguration', options =>
        client.send(command, options),
      )
      return answer && factsOf(answer)
    },
    async functionCallers(FunctionName) {
      const command = new GetPolicyCommand({ FunctionName })
      const answer = await askForOne('lambda:GetPolicy', options => client.send(command, options))
      return callersOf(answer?.Policy ?? '{}')
    },
  }
}

function factsOf(answer: FunctionConfiguration): FunctionFacts {
  const { Variables = {}, Error: environmentError } = answer.Environment ?? {}
  return {
    arn: answer.FunctionArn ?? '',
    roleArn: answer.Role ?? '',
    state: answer.State ?? 'UNKNOWN',
    lastUpdateStatus: answer.LastUpdateStatus ?? 'UNKNOWN',
    reason: answer.StateReason ?? answer.LastUpdateStatusReason ?? null,
    environment: Variables,
    environmentError: environmentError
      ? { name: environmentError.ErrorCode ?? 'UnknownError', message: environmentError.Message ?? '' }
      : null,
    keyArn: answer.KMSKeyArn ?? null,
  }
}

const Policy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.literal('Allow'),
      Principal: z.object({ Service: z.string() }),
      Condition: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
    }),
  ),
})

/** Lambda writes one statement per permission; what another tool may have put there in another form allows nobody here. */
function callersOf(policy: string): FunctionCaller[] {
  const parsed = z.object({ Statement: z.array(z.unknown()) }).safeParse(JSON.parse(policy))
  const statements = parsed.data?.Statement ?? []
  return statements.flatMap(statement => {
    const [known] = Policy.safeParse({ Statement: [statement] }).data?.Statement ?? []
    if (!known) return []
    const conditions = Object.values(known.Condition ?? {}).flatMap(Object.entries)
    const [, sourceArn] = conditions.find(([key]) => key.toLowerCase() === 'aws:sourcearn') ?? []
    return [{ service: known.Principal.Service, sourceArn: typeof sourceArn === 'string' ? sourceArn : null }]
  })
}
