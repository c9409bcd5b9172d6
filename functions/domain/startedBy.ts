import { type JsonObject, objectOf, textOf } from './tolerantJson.ts'
import type { StartedBy } from './watchRequest.ts'

const maxTextLength = 512

/**
 * Who made the call, from CloudTrail's userIdentity in all its types; null without one. No member of it is guaranteed.
 * `name` is the first of user name, session issuer's name, Identity Center user id, principal id, invoking service
 * (CloudTrail user guide, userIdentity element).
 */
export function startedByOf(detail: JsonObject): StartedBy | null {
  const identity = objectOf(detail, 'userIdentity')
  if (!identity) return null
  const issuer = objectOf(objectOf(identity, 'sessionContext') ?? {}, 'sessionIssuer') ?? {}
  const onBehalfOf = objectOf(identity, 'onBehalfOf') ?? {}
  const name =
    textOf(identity, 'userName') ??
    textOf(issuer, 'userName') ??
    textOf(onBehalfOf, 'userId') ??
    textOf(identity, 'principalId') ??
    textOf(identity, 'invokedBy')
  return cut({
    type: textOf(identity, 'type'),
    name,
    arn: textOf(identity, 'arn'),
    accountId: textOf(identity, 'accountId'),
    sourceIp: textOf(detail, 'sourceIPAddress'),
    userAgent: textOf(detail, 'userAgent'),
    invokedBy: textOf(identity, 'invokedBy'),
  })
}

/** The execution's state has a limit of 262,144 bytes; nobody's name needs more than this of it. */
function cut(startedBy: StartedBy): StartedBy {
  const entries = Object.entries(startedBy).map(([key, text]) => [key, text?.slice(0, maxTextLength) ?? null])
  return Object.fromEntries(entries) as StartedBy
}
