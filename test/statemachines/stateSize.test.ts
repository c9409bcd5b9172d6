import { expect, jest, test } from '@jest/globals'
import { readDetails } from '../../functions/domain/flowOperationDetails.ts'
import { completed, deliveryError, flow, inProgress, throttled } from './facts.ts'
import { type World, watchIn } from './watchBed.ts'

jest.setTimeout(60_000)

/** Step Functions ends an execution whose state is larger, and no Catch sees it (States.DataLimitExceeded). */
const maxStateBytes = 262_144
/** Room for what is still to come, and for what this count leaves out. */
const reserve = 15_000
/** A Catch hands on at most so much of a failure's cause (Step Functions API reference, Cause). */
const maxCause = 'x'.repeat(32_768)

function times<Item>(count: number, item: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => item(index))
}

/** Everything that is let in, as long and as many as it may be, of one character. */
function largestWorld(character: string): World {
  const text = (length: number) => character.repeat(length).slice(0, length)
  const identity = { type: text(512), name: text(512), arn: text(512), accountId: text(512) }
  const startedBy = { ...identity, sourceIp: text(512), userAgent: text(512), invokedBy: text(512) }
  const filters = times(2000, () => ({ SourcePort: text(100), Protocols: [text(100)] }))
  const operation = {
    statusMessage: text(512),
    availabilityZone: text(512),
    vpcEndpointId: text(512),
    vpcEndpointAssociationArn: text(512),
    ...readDetails({ FlowFilters: filters }),
  }
  const slackChannels = times(29, index => ({ channel: 'slack', slackChannel: `C01234567${10 + index}` }))
  const routes = [{ name: 'all', to: [...slackChannels, { channel: 'eventbridge' }] }]
  const flows = times(1500, index => ({
    ...flow(index),
    sourceAddress: `${index}${text(1020)}`,
    destinationAddress: `${index}${text(1020)}`,
    destinationPort: `${index}${text(1020)}`,
    protocol: text(512),
  }))
  return {
    watch: { startedBy },
    routes: JSON.stringify({ schemaVersion: 1, routes }),
    overdueMinutes: 1,
    describe: ({ at }) => ({ ...(at < 200 ? inProgress : completed), ...operation }),
    resultsPage: (_token, { call }) => {
      if (call === 2) throw throttled()
      return { flows, nextToken: call < 3 ? `${call}${'x'.repeat(4000)}` : null }
    },
    describeFirewall: () => ({
      places: times(20, () => ({ availabilityZone: text(64), vpcEndpointId: text(100) })),
      tags: times(50, () => ({ key: text(128), value: text(256) })),
      firewallPolicyArn: text(256),
      associationCount: 0,
    }),
    deliver: {
      slack: (notice, { call }) => {
        if (notice === 'STARTED')
          return { card: { channelId: `C${'0'.repeat(31)}`, ts: '1'.repeat(40), hasOutcome: false } }
        if (call < 60) throw deliveryError('TRANSIENT')
        return undefined
      },
    },
  }
}

test.each(['x', '"', '\0', '漢', '\ud83d'])(
  'the state of the largest watch, made of %j, is far from the size at which it could not even fail',
  async character => {
    const { largestStateBytes, result } = await watchIn(largestWorld(character))

    expect(result).toMatchObject({ executionStatus: 'SUCCEEDED', outcome: 'COMPLETED' })
    expect(largestStateBytes()).toBeLessThan(maxStateBytes - reserve)
  },
)

test('failures that are passed over do not add up in the state', async () => {
  const failing = (name: string) => () => {
    throw Object.assign(new TypeError(maxCause), { name })
  }
  const { largestStateBytes, result } = await watchIn({
    describe: ({ at }) => (at < 200 ? inProgress : completed),
    overdueMinutes: 1,
    invoke: (functionName, { call }, payload) => {
      const { notice } = payload as { readonly notice?: string }
      const isHarmless = functionName === 'pollOperation' || functionName === 'deliverNotification'
      if (!isHarmless && notice !== 'OUTCOME') failing(`Defect${call}`)()
    },
  })

  expect(result).toMatchObject({ outcome: 'COMPLETED', error: 'AuditNotWritten' })
  expect(largestStateBytes()).toBeLessThan(2 * maxCause.length)
})
