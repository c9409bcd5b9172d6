import { inspect } from 'node:util'
import { expect, test } from '@jest/globals'
import { emptyCollection } from '../../functions/domain/resultsCollection.ts'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import { pollOperation } from '../../functions/handlers/pollOperation.ts'
import { jsonAnswer, Wire } from '../fuzz/support/awsWire.ts'
import { canaries, leaksIn, webhookPath } from '../hostile/canary/canaries.ts'
import { secondsAfterStart, watchRequest } from '../support/builders.ts'
import { lambdaContext } from '../support/fakes.ts'
import { deliveredWith } from './support/deliveredWith.ts'

const bot = { botToken: canaries.botToken, channel: 'C0123456789' }

test('T20: an answer that quotes the request tells nobody the secret', async () => {
  const quoted = `POST https://hooks.slack.com${webhookPath} Authorization: Bearer ${canaries.botToken}`
  for (const body of [
    quoted,
    JSON.stringify({ ok: false, error: quoted }),
    JSON.stringify({ ok: true, ts: quoted }),
  ]) {
    for (const status of [200, 400, 403, 500]) {
      const answer = () => new Response(body, { status })
      const { delivery, logged } = await deliveredWith({ channel: 'slack', secret: bot, answer })
      expect(leaksIn([['round', JSON.stringify([delivery, logged])]])).toEqual([])
    }
  }
})

test('T21: a secret that cannot be read is not told in the error', async () => {
  for (const secret of [
    { url: canaries.botToken },
    [canaries.botToken],
    { botToken: `${canaries.botToken}\n!` },
  ]) {
    const { delivery, logged } = await deliveredWith({ channel: 'slack', secret })
    expect(delivery).toMatchObject({ status: 'UNDELIVERABLE', reason: expect.stringContaining('malformed') })
    expect(leaksIn([['round', JSON.stringify([delivery, logged])]])).toEqual([])
  }
})

test('T22: what AWS quotes of a wrong signature, the session token with it, is not carried on', async () => {
  const wire = new Wire({}, secondsAfterStart(60))
  const message = `The signature does not match.\n\nThe Canonical String was\nx-amz-security-token:${canaries.sessionToken}`
  const body = Buffer.from(JSON.stringify({ __type: 'AccessDeniedException', message }))
  wire.answer = () => ({ status: 403, headers: { 'content-type': 'application/x-amz-json-1.0' }, body })
  wire.clock.now += 3_600_000
  const input = {
    watch: watchRequest(),
    progress: null,
    overdueNotice: { isSent: false, deliveries: [] },
  }
  const handler = pollOperation(wire.runtime)
  const answers: unknown[] = []
  for (let polls = 0; polls < 3; polls += 1) {
    wire.clock.now += 120_000
    answers.push(await handler(input, lambdaContext).catch((error: unknown) => (error as Error).message))
  }
  const told = inspect([answers, wire.logged], { depth: 9 })
  expect(told).toContain('The signature does not match.')
  expect(leaksIn([['poll', told]])).toEqual([])
})

test('T23: the flows themselves never enter the state, only the largest sums', async () => {
  const wire = new Wire({}, secondsAfterStart(60))
  let pages = 0
  wire.answer = () => {
    pages += 1
    const flow = (index: number) => ({
      SourceAddress: { AddressDefinition: `10.1.${pages % 250}.${index}` },
      SourcePort: '50123',
      DestinationPort: '443',
      ByteCount: pages + index,
      PacketCount: 1,
    })
    return jsonAnswer({
      Flows: Array.from({ length: 5 }, (_, index) => flow(index)),
      NextToken: `page-${pages}`,
    })
  }
  const input = { watch: watchRequest(), results: emptyCollection() }
  const collected = await collectResults(wire.runtime)(input, lambdaContext)
  expect(collected).toMatchObject({ flowCount: 5 * pages, next: 'MORE' })
  expect(collected.flowCount).toBeGreaterThan(500)
  expect(collected.sources.length).toBeLessThanOrEqual(250)
  expect(JSON.stringify(collected)).not.toContain('50123')
})
