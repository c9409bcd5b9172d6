import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { parseRouting, type RoutingDocument } from '../domain/routingDocument.ts'
import { isWorthRetrying, ServiceError } from '../domain/serviceError.ts'
import type { Clock, Routing } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** A changed document is met at the latest after this. */
const rememberedMilliseconds = 60_000

/** For so long an earlier reading is believed where the service has no answer: a crowd of ending watches is throttled by it. */
const believedMilliseconds = 3_600_000

/** Far below the time limit of composeNotice: a service that does not answer must not keep a notice from being written. */
const maxReadMilliseconds = 3000

/**
 * The routing document in a Systems Manager parameter, remembered for a minute, and for an hour while the service is throttled or
 * does not answer: its messages would go to everybody instead.
 */
export function ssmRouting(client: SSMClient, parameterName: string, clock: Clock): Routing {
  let known: { readonly document: RoutingDocument; readonly readAt: number } | undefined
  return {
    async read() {
      const now = clock.nowMilliseconds()
      if (known && now - known.readAt < rememberedMilliseconds) return known.document
      try {
        const document = parseRouting(await parameterText(client, parameterName))
        known = { document, readAt: now }
        return document
      } catch (error) {
        const hasNoAnswer = error instanceof ServiceError && isWorthRetrying(error.kind)
        if (hasNoAnswer && known && now - known.readAt < believedMilliseconds) return known.document
        throw error
      }
    },
  }
}

async function parameterText(client: SSMClient, parameterName: string): Promise<string> {
  const command = new GetParameterCommand({ Name: parameterName, WithDecryption: true })
  const { Parameter } = await awsCall(options => client.send(command, options), maxReadMilliseconds)
  return Parameter?.Value ?? ''
}
