import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { parseRouting, type RoutingDocument } from '../domain/routingDocument.ts'
import type { Clock, Routing } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** A changed document is met at the latest after this. */
const rememberedMilliseconds = 60_000

/** Far below the time limit of composeNotice: a service that does not answer must not keep a notice from being written. */
const maxReadMilliseconds = 3000

/** The routing document in a Systems Manager parameter, remembered for a minute. */
export function ssmRouting(client: SSMClient, parameterName: string, clock: Clock): Routing {
  let known: { readonly document: RoutingDocument; readonly readAt: number } | undefined
  return {
    async read() {
      const now = clock.nowMilliseconds()
      if (known && now - known.readAt < rememberedMilliseconds) return known.document
      const command = new GetParameterCommand({ Name: parameterName, WithDecryption: true })
      const { Parameter } = await awsCall(options => client.send(command, options), maxReadMilliseconds)
      known = { document: parseRouting(Parameter?.Value ?? ''), readAt: now }
      return known.document
    },
  }
}
