import * as z from 'zod/mini'

/**
 * How far a flush with the same filters has come in one zone within the last 12 hours; the newest one counts.
 * COVERED: it completed, at most 15 minutes before the watched one. RUNNING: it has not ended. NOT_COVERED: there is none, or it failed. UNKNOWN: the zone could not be
 * asked, or the flush there came earlier, ended with errors, took a part of the zone only, or ended nobody knows how.
 */
export const ZoneCoverageState = z.enum(['COVERED', 'RUNNING', 'NOT_COVERED', 'UNKNOWN'])
export type ZoneCoverageState = z.infer<typeof ZoneCoverageState>

/** One zone. The id and the time (ISO 8601, from the service) are those of the flush that decided, if one did. */
export const ZoneCoverage = z.object({
  availabilityZone: z.string(),
  state: ZoneCoverageState,
  flowOperationId: z.nullable(z.string()),
  flowRequestTimestamp: z.nullable(z.string()),
})
export type ZoneCoverage = z.infer<typeof ZoneCoverage>

export const FirewallTag = z.object({ key: z.string(), value: z.string() })
export type FirewallTag = z.infer<typeof FirewallTag>

/**
 * What is known of the firewall around an operation. `streamExceptionPolicy` is the policy's own word, DROP where the policy
 * leaves it to the service, null when it could not be read. `coverage` has one entry per zone for a flush, else none.
 */
export const FirewallContext = z.object({
  zones: z.array(z.string()),
  tags: z.array(FirewallTag),
  streamExceptionPolicy: z.nullable(z.string()),
  coverage: z.array(ZoneCoverage),
})
export type FirewallContext = z.infer<typeof FirewallContext>

/** A zone of a firewall, and its primary endpoint once there is one. */
export type FirewallPlace = { readonly availabilityZone: string; readonly vpcEndpointId: string | null }

/** What DescribeFirewall said. `associationCount`: endpoints beside the primary ones; null when it is not told. */
export type FirewallDescription = {
  readonly places: readonly FirewallPlace[]
  readonly tags: readonly FirewallTag[]
  readonly firewallPolicyArn: string | null
  readonly associationCount: number | null
}

/** AWS allows 50 tags of one's own; the service model has room for 200. */
const maxTags = 50
/** The document stands twice in an SNS message, as text in text, and in the execution's state; both end at 262,144 bytes. */
const maxTagBytes = 8000

/** Tags by their keys, as routes ask for them. */
export function tagsByKey(tags: readonly FirewallTag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]))
}

/** The tags that fit, whole ones only: half a value would route a message wrongly. */
export function fittingTags(tags: readonly FirewallTag[]): FirewallTag[] {
  let bytes = 0
  return tags.slice(0, maxTags).filter(tag => {
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(tag)))
    return bytes <= maxTagBytes
  })
}
