import { describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../functions/domain/deliveryFailure.ts'
import { deliverNotification } from '../../functions/handlers/deliverNotification.ts'
import { card, delivery, isoAfterStart, report, secondsAfterStart } from '../support/builders.ts'
import { FakeChannel, FakeMetrics, fakeChannels, fakeRuntime, lambdaContext } from '../support/fakes.ts'

function deliver(channel: FakeChannel, event: unknown) {
  const { runtime } = fakeRuntime(secondsAfterStart(50))
  return deliverNotification(() => runtime, { channels: fakeChannels({ slack: channel }) })(
    event,
    lambdaContext,
  )
}

const slack = delivery({ channel: 'slack', card: card(), plainText: true, failures: 1, attempts: 1 })
const input = { delivery: slack, document: report(), auditRecorded: true }

describe('deliverNotification', () => {
  test('sends the message once, with the card and in the form that the delivery asks for', async () => {
    const channel = new FakeChannel({ attempts: 1, receipt: '1.0' })
    await deliver(channel, input)
    expect(channel.delivered).toEqual([{ document: report(), target: null, card: card(), plainText: true }])
  })

  test('a message that arrived is delivered, at the time of the answer', async () => {
    const after = deliver(new FakeChannel({ attempts: 2, receipt: '1.0' }), input)
    await expect(after).resolves.toEqual({
      ...slack,
      status: 'DELIVERED',
      attempts: 3,
      receipt: '1.0',
      settledAt: isoAfterStart(50),
    })
  })

  test('the message says when the audit record is missing', async () => {
    const channel = new FakeChannel({ attempts: 1, receipt: null })
    await deliver(channel, { ...input, auditRecorded: false })
    expect(channel.delivered[0]?.document).toEqual(report({ auditRecorded: false }))
  })

  test('a channel that did not take it: the delivery says what follows', async () => {
    const error = new DeliveryError('busy', { kind: 'RATE_LIMITED', attempts: 1, retryAfterSeconds: 7 })
    await expect(deliver(new FakeChannel(error), input)).resolves.toMatchObject({
      status: 'RETRY_LATER',
      waitSeconds: 7,
      retryAt: isoAfterStart(57),
      reason: 'busy',
      attempts: 2,
    })
  })

  test('a channel that is not configured any more: the letter is dead', async () => {
    const channel = new FakeChannel({ attempts: 1, receipt: null })
    await expect(
      deliver(channel, { ...input, delivery: delivery({ channel: 'sns' }) }),
    ).resolves.toMatchObject({
      status: 'UNDELIVERABLE',
      attempts: 0,
      reason: 'the channel sns is no longer configured',
    })
    expect(channel.delivered).toEqual([])
  })

  test('a defect is thrown as it is', async () => {
    const defect = new TypeError('defect')
    await expect(deliver(new FakeChannel(defect), input)).rejects.toBe(defect)
  })

  test('an input that the state machine never sends is an InvalidInputError', async () => {
    const channel = new FakeChannel({ attempts: 1, receipt: null })
    const call = deliver(channel, { ...input, delivery: { ...slack, channel: 'pager' } })
    await expect(call).rejects.toMatchObject({ name: 'InvalidInputError' })
    expect(channel.delivered).toEqual([])
  })
})

describe('what delivering counts', () => {
  async function countedFor(answer: ConstructorParameters<typeof FakeChannel>[0], change = {}) {
    const { runtime } = fakeRuntime(secondsAfterStart(50))
    const metrics = new FakeMetrics()
    const services = { channels: fakeChannels({ slack: new FakeChannel(answer) }), metrics }
    await deliverNotification(() => runtime, services)({ ...input, ...change }, lambdaContext)
    return metrics.recorded
  }
  const taken = { attempts: 1, receipt: '1.0' }
  const notified = {
    name: 'Notifications',
    unit: 'Count',
    value: 1,
    dimensions: { Channel: 'slack', Result: 'DELIVERED' },
  }

  test('is the message that arrived, and how long after the end', async () => {
    await expect(countedFor(taken)).resolves.toEqual([
      notified,
      { name: 'EventToMessageTime', unit: 'Seconds', value: 10, dimensions: { Channel: 'slack' } },
    ])
  })

  test('has no time for an overdue notice', async () => {
    const notice = { delivery: { ...slack, notice: 'OVERDUE' } }
    await expect(countedFor(taken, notice)).resolves.toEqual([notified])
  })

  test('leaves out the card of a running watch', async () => {
    await expect(countedFor(taken, { delivery: { ...slack, notice: 'STARTED' } })).resolves.toEqual([])
  })

  test('is nothing where the channel did not take it', async () => {
    await expect(countedFor(new DeliveryError('no', { kind: 'REJECTED', attempts: 1 }))).resolves.toEqual([])
  })
})

describe('a document that does not fit the published schema', () => {
  const unfit = { ...report({ outcome: 'FAILED', severity: 'critical' }), polls: '8', startedBy: 'dana' }

  async function deliverUnfit(document: unknown) {
    const { runtime, logged } = fakeRuntime(secondsAfterStart(50))
    const [channel, metrics] = [new FakeChannel({ attempts: 1, receipt: '1.0' }), new FakeMetrics()]
    const call = deliverNotification(() => runtime, { channels: fakeChannels({ slack: channel }), metrics })
    const after = await call({ ...input, document }, lambdaContext)
    return { after, sent: channel.delivered[0]?.document, metrics, logged }
  }

  test('is sent all the same, with what does not fit told as unknown', async () => {
    const { after, sent } = await deliverUnfit(unfit)

    expect(after).toMatchObject({ status: 'DELIVERED' })
    expect(sent).toEqual(report({ outcome: 'FAILED', severity: 'critical', polls: 0, startedBy: null }))
  })

  test('is counted, and logged by the names of its members and nothing of what they hold', async () => {
    const { metrics, logged } = await deliverUnfit(unfit)

    expect(metrics.valuesOf('DocumentsInvalid')).toEqual([1])
    expect(logged).toEqual([
      {
        level: 'ERROR',
        error: 'DocumentInvalid',
        message: 'members of the document do not fit its schema and are told as unknown: startedBy, polls',
      },
    ])
  })

  test.each([null, 'no document', {}, []])(
    'is sent even if nothing of it can be used: %j',
    async document => {
      const { after, sent } = await deliverUnfit(document)

      expect(after).toMatchObject({ status: 'DELIVERED' })
      expect(sent).toMatchObject({ notice: 'OUTCOME', outcome: 'UNKNOWN', auditRecorded: true })
    },
  )

  test('one that fits is neither counted nor logged', async () => {
    const { metrics, logged } = await deliverUnfit(report())

    expect([metrics.valuesOf('DocumentsInvalid'), logged]).toEqual([[], []])
  })
})
