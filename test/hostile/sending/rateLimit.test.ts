import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import { retryAfterSeconds } from '../../../functions/domain/deliveryRetry.ts'
import { Delivery, maxRateLimitedTries } from '../../../functions/domain/notification.ts'
import { deliverNotification } from '../../../functions/handlers/deliverNotification.ts'
import type { Runtime } from '../../../functions/runtime.ts'
import { invocation } from '../../../local/shippedFunctions.ts'
import { completedReport, startedReport } from '../../adapters/support/reports.ts'
import { seededRandom } from '../../statemachines/facts.ts'
import { shippedHandlers, withFetch } from '../shippedHandlers.ts'
import { type CrowdResult, type Round, sendCrowd, type Witness } from './crowd.ts'
import { type PostAnswer, retryAfterHeaders, SlackAtItsLimit } from './slackAtItsLimit.ts'

/** HOSTILE_CROWD=1 adds a crowd that takes minutes. */
const isLong = process.env['HOSTILE_CROWD'] === '1'

/** A Task, a Choice and a Wait state. Step Functions ends an execution at 25,000 events, and the watch itself needs most. */
const historyEventsPerRound = 9
const historyEventsForOneMessage = 1000

/** The document's content plays no part here, so it holds as little as it may. */
const smallDocument = { ...startedReport, startedBy: null, flowOperation: null }

function runtimeAt(at: () => number): Runtime {
  return {
    settings: {} as Runtime['settings'],
    clock: { nowMilliseconds: at },
    ingestionClock: { nowMilliseconds: at },
    random: seededRandom(20_261_102),
    log: () => undefined,
    prepareClient: client => client,
  }
}

/** The shipped handler over a channel that is nothing but Slack's limit: the message itself costs no time. */
function shippedRounds(slack: SlackAtItsLimit): (witness: Witness) => Round {
  return witness => {
    let current = 0
    const channel = {
      deliver() {
        witness.sawPost(current)
        const answer = slack.post(witness.at())
        if (answer.isTaken) {
          witness.sawTaken(current)
          return Promise.resolve({ attempts: 1, receipt: null })
        }
        witness.sawRefusal(current, answer.retryAfter)
        const facts = { kind: 'RATE_LIMITED', attempts: 1 } as const
        throw new DeliveryError('429', { ...facts, retryAfterSeconds: retryAfterSeconds(answer.retryAfter) })
      },
    }
    const channels = { names: ['slack'] as const, channel: () => channel }
    const of = () => runtimeAt(witness.at)
    const handler = invocation('deliverNotification', deliverNotification(of, { channels }))
    return async (message, delivery) => {
      current = message
      return (await handler({ delivery, document: smallDocument, auditRecorded: true })) as Delivery
    }
  }
}

/** Everything that is shipped, down to the request: only the network is ours. */
function webhookRounds(slack: SlackAtItsLimit): (witness: Witness) => Round {
  return witness => {
    const clock = { nowMilliseconds: () => witness.at() }
    const secret = { webhookUrl: 'https://hooks.slack.com/services/T000/B000/XXXX' }
    const handlers = shippedHandlers(secret, { clock, random: seededRandom(30) })
    return (message, delivery) => {
      const answer: typeof fetch = () => {
        witness.sawPost(message)
        return Promise.resolve(responseOf(slack.post(witness.at()), message, witness))
      }
      const payload = { delivery, document: completedReport, auditRecorded: true }
      return withFetch(answer, () => handlers.deliver(payload)) as Promise<Delivery>
    }
  }
}

function responseOf(answer: PostAnswer, message: number, witness: Witness): Response {
  if (answer.isTaken) {
    witness.sawTaken(message)
    return new Response('ok')
  }
  const { retryAfter } = answer
  witness.sawRefusal(message, retryAfter)
  // A header holds bytes: a digit of another script cannot stand in one.
  const isHeader = retryAfter !== null && /^[\x20-\x7e]*$/.test(retryAfter)
  return new Response('rate_limited', { status: 429, headers: isHeader ? { 'retry-after': retryAfter } : {} })
}

function expectAllDelivered(result: CrowdResult): void {
  const { taken, lost, tooEarly, mostRounds } = result
  expect({ lost, tooEarly }).toEqual({ lost: 0, tooEarly: 0 })
  expect(taken.every(times => times === 1)).toBe(true)
  expect(mostRounds * historyEventsPerRound).toBeLessThan(historyEventsForOneMessage)
}

/** Each refusal makes an error, whose stack nobody reads. */
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

describe('a crowd before a channel that takes one message a second', () => {
  test('10,000 messages: none is lost, none comes early, each arrives once, with rounds to spare', async () => {
    const slack = new SlackAtItsLimit(retryAfterHeaders['mixed'] ?? [])
    const result = await sendCrowd(10_000, shippedRounds(slack))
    expectAllDelivered(result)
    expect(result.mostRounds).toBeLessThanOrEqual(maxRateLimitedTries * 0.75)
  })

  test.each(Object.entries(retryAfterHeaders))('500 messages and Retry-After %s', async (_name, headers) => {
    expectAllDelivered(await sendCrowd(500, shippedRounds(new SlackAtItsLimit(headers))))
  })

  test('500 messages when a refusal closes the channel to everybody', async () => {
    const slack = new SlackAtItsLimit(retryAfterHeaders['30 s'] ?? [], true)
    expectAllDelivered(await sendCrowd(500, shippedRounds(slack)))
  })

  test('100 messages over the shipped webhook, with the headers as they stand on the wire', async () => {
    const slack = new SlackAtItsLimit(retryAfterHeaders['mixed'] ?? [])
    expectAllDelivered(await sendCrowd(100, webhookRounds(slack)))
  })

  // Minutes: for looking at a changed rule.
  const longTest = isLong ? test : test.skip // 20,000 messages take minutes: HOSTILE_CROWD=1 runs them
  longTest('20,000 messages', async () => {
    const slack = new SlackAtItsLimit(retryAfterHeaders['mixed'] ?? [])
    expectAllDelivered(await sendCrowd(20_000, shippedRounds(slack)))
  })
})
