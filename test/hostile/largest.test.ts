import { expect, test } from '@jest/globals'
import { fittingTags } from '../../functions/domain/firewallContext.ts'
import { readDetails } from '../../functions/domain/flowOperationDetails.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { startedByOf } from '../../functions/domain/startedBy.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { everythingSent } from './everythingSent.ts'

/** SNS, EventBridge and the state of an execution all end here. */
const maxBytes = 262_144

/** Every text that a caller can choose as long as it is let in, all at once. */
function largestDocument(character: string): FlowOperationReport {
  const text = (length: number) => character.repeat(length).slice(0, length)
  const filter = { SourcePort: text(100), Protocols: [text(100)] }
  const { details, omittedFilterCount } = readDetails({ FlowFilters: times(2000, filter) })
  const identity = {
    type: text(2000),
    userName: text(2000),
    arn: text(2000),
    accountId: text(2000),
    invokedBy: text(2000),
  }
  const talkers = times(5, { address: text(255), flowCount: 1, byteCount: 1 })
  return {
    ...completedReport,
    firewallArn: `${completedReport.firewallArn?.replace(/[^/]*$/, '')}${text(199)}`,
    firewallName: text(199),
    statusMessage: text(256),
    startedBy: startedByOf({ userIdentity: identity, sourceIPAddress: text(2000), userAgent: text(2000) }),
    flowOperation: details,
    omittedFilterCount,
    results: completedReport.results && {
      ...completedReport.results,
      topSources: talkers,
      topDestinations: talkers,
    },
    refusal: { errorCode: text(256), errorMessage: text(1024) },
    failure: { error: text(256), message: text(1024) },
    firewallTags: fittingTags(times(50, { key: text(128), value: text(256) })),
    zoneCoverage: times(8, {
      availabilityZone: text(64),
      state: 'COVERED',
      flowOperationId: text(36),
      flowRequestTimestamp: null,
    }),
  }
}

function times<const Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item)
}

test.each(['x', '"', '\\', '\0', '\u2028', '漢', '😀', '\ud83d', '<', '&', '`', ' '])(
  'the largest document, made of %j, is small enough to be sent, recorded and parked',
  async character => {
    const { sns, eventBridge, auditLines, deadLetters } = await everythingSent(largestDocument(character), [])
    const attributes = Object.entries(sns.MessageAttributes ?? {}).map(
      ([name, { StringValue }]) => name + StringValue,
    )
    const texts = [
      `${sns.Message}${attributes.join('')}`,
      eventBridge.Detail ?? '',
      ...auditLines,
      ...deadLetters,
    ]
    expect(texts.map(text => Buffer.byteLength(text)).filter(bytes => bytes > maxBytes)).toEqual([])
    expect(auditLines.length * deadLetters.length).toBeGreaterThan(0)
  },
)
