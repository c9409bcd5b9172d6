import { InvokeCommand } from '@aws-sdk/client-lambda'
import type { Account } from './account.ts'
import { stackName } from './deployedStack.ts'

/** Calls a function of the stack and gives its answer; throws when it fails. */
export async function invoke({ lambda }: Account, functionName: string, event: unknown): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: `${stackName}-${functionName}`, Payload: JSON.stringify(event) }),
  )
  const answer = Buffer.from(Payload ?? []).toString()
  if (FunctionError) throw new Error(`${functionName} failed: ${answer}`)
  return JSON.parse(answer)
}
