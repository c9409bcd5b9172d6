import { afterAll, beforeAll, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { Delivery } from '../../functions/domain/notification.ts'
import { deliverNotification } from '../../functions/handlers/deliverNotification.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { canaries, flowAddress, leaksIn, webhookPath } from '../hostile/canary/canaries.ts'
import { deliveryOf, ordinarySettings, withFetch } from '../hostile/shippedHandlers.ts'
import { secondsAfterStart } from '../support/builders.ts'
import { lambdaContext } from '../support/fakes.ts'
import { jsonAnswer, type RawAnswer, Wire } from './support/awsWire.ts'
import { textNear } from './support/bytes.ts'
import { rawAnswersNear } from './support/rawAnswers.ts'
import { describeTarget } from './support/target.ts'

beforeAll(() => {
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
})
afterAll(() => {
  jest.restoreAllMocks()
})

const validSecrets = [
  { webhookUrl: `https://hooks.slack.com${webhookPath}` },
  { botToken: canaries.botToken, channel: 'C0123456789' },
  { webhookUrl: `https://prod-1.westeurope.logic.azure.com:443${flowAddress}` },
]

/** Secrets Manager's answer around a secret, or around its text. */
const secretAnswer: fc.Arbitrary<RawAnswer> = fc.oneof(
  textNear(validSecrets).map(SecretString => jsonAnswer({ SecretString })),
  rawAnswersNear(validSecrets.map(secret => ({ ARN: 'arn', SecretString: JSON.stringify(secret) }))),
)

const wire = new Wire(ordinarySettings, secondsAfterStart(60))
const deliver = deliverNotification(wire.runtime)

/** Where a message may go with these settings. */
const ownHost =
  /^https:\/\/(?:hooks\.slack\.com|hooks\.slack-gov\.com|slack\.com|[a-z0-9.-]+\.(?:logic\.azure\.com|api\.powerplatform\.com))\//

/** One round on both channels with this secret; what was logged, and where requests went. */
async function roundsWith(answer: RawAnswer) {
  wire.answer = () => answer
  wire.logged.length = 0
  // A secret is remembered for five minutes.
  wire.clock.now += 600_000
  const requests: string[] = []
  const deliveries: unknown[] = []
  const fetched: typeof fetch = async url => {
    requests.push(String(url))
    return new Response('ok')
  }
  for (const channel of ['slack', 'teams']) {
    const payload = {
      delivery: deliveryOf(channel, 'OUTCOME'),
      document: completedReport,
      auditRecorded: true,
    }
    deliveries.push(await withFetch(fetched, () => deliver(payload, lambdaContext)))
  }
  return { deliveries, requests }
}

describeTarget(
  'any secret',
  {
    inputs: secretAnswer,
    share: 0.6,
    run: roundsWith,
    refusals: [],
    check: ({ deliveries, requests }) => {
      expect(leaksIn([['rounds', JSON.stringify([deliveries, wire.logged])]])).toEqual([])
      expect(requests.filter(url => !ownHost.test(url))).toEqual([])
      for (const delivery of deliveries.map(each => Delivery.parse(each))) {
        expect(`${delivery.reason}`).toMatch(/^[\x20-\x7e]{1,500}$/)
      }
    },
  },
  {
    'a secret that is quoted in the reason': {
      run: async ({ body }) => ({
        deliveries: [deliveryOf('slack', 'OUTCOME', { reason: Buffer.from(body).toString().slice(0, 200) })],
        requests: [],
      }),
    },
    'an address that is believed': {
      run: async ({ body }) => {
        const { SecretString = '{}' } = JSON.parse(Buffer.from(body).toString()) as { SecretString?: string }
        const { webhookUrl = '' } = JSON.parse(SecretString) as { webhookUrl?: string }
        return { deliveries: [], requests: [webhookUrl] }
      },
    },
  },
)
