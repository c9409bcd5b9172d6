import { afterAll, beforeAll, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { Delivery } from '../../functions/domain/notification.ts'
import { deliverNotification } from '../../functions/handlers/deliverNotification.ts'
import { parkNotification } from '../../functions/handlers/parkNotification.ts'
import { recordAudit } from '../../functions/handlers/recordAudit.ts'
import { startWatch } from '../../functions/handlers/startWatch.ts'
import { sweepOperations } from '../../functions/handlers/sweepOperations.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { deliveryOf, ordinarySettings } from '../hostile/shippedHandlers.ts'
import { refusedEvent, secondsAfterStart, startEvent } from '../support/builders.ts'
import { FakeWatchStarter, lambdaContext } from '../support/fakes.ts'
import { jsonAnswer, type RawAnswer, Wire } from './support/awsWire.ts'
import { rawAnswersNear } from './support/rawAnswers.ts'
import { describeTarget } from './support/target.ts'
import {
  associationListAnswers,
  describeAnswers,
  firewallAnswers,
  firewallListAnswers,
  listAnswers,
} from './support/validAnswers.ts'

beforeAll(() => {
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
})
afterAll(() => {
  jest.restoreAllMocks()
})

const serviceRefusals = ['ThrottlingException', 'TransientServiceError', 'PermanentServiceError']
const wire = new Wire(ordinarySettings, secondsAfterStart(600))

const watchStarter = new FakeWatchStarter()
const start = startWatch(wire.runtime, { watchStarter })

/** Both kinds of start that ask the service: an accepted one without an answer, and a refused one. */
const askingEvents = [startEvent({ response: null }), refusedEvent()]

describeTarget(
  'any list of operations that a start is looked up in',
  {
    inputs: rawAnswersNear(listAnswers),
    share: 0.4,
    run: async answer => {
      watchStarter.started.length = 0
      let page = 0
      wire.answer = operation =>
        operation === 'ListFlowOperations' && (page += 1) <= 3 ? answer : jsonAnswer({})
      for (const event of askingEvents) await start(event, lambdaContext)
      return watchStarter.started.map(watch => watch)
    },
    // A look-up that fails for a while is asked for again.
    refusals: serviceRefusals,
    check: started => {
      for (const { watchKey } of started) expect(watchKey).toMatch(/^[\w-]{1,80}$/)
      // A refused start is told whatever the list is.
      expect(started.some(({ kind }) => kind === 'REFUSED_START')).toBe(true)
    },
  },
  {
    'an id that is believed': {
      run: async ({ body }) => {
        const { FlowOperations } = JSON.parse(Buffer.from(body).toString()) as (typeof listAnswers)[0]
        return [{ kind: 'REFUSED_START', watchKey: FlowOperations.at(0)?.FlowOperationId } as never]
      },
    },
  },
)

const sweep = sweepOperations(wire.runtime, { watchStarter, pause: async () => undefined })
const sweptAnswers = fc.record({
  ListFirewalls: rawAnswersNear(firewallListAnswers),
  DescribeFirewall: rawAnswersNear(firewallAnswers),
  ListVpcEndpointAssociations: rawAnswersNear(associationListAnswers),
  ListFlowOperations: rawAnswersNear(listAnswers),
  DescribeFlowOperation: rawAnswersNear(describeAnswers),
})

/** The answers, and then empty ones: lists without an end have a bound of their own (test/adapters/allPages). */
async function swept(answers: Readonly<Record<string, RawAnswer>>) {
  watchStarter.started.length = 0
  let calls = 0
  wire.answer = operation => {
    calls += 1
    return (calls <= 20 && answers[operation]) || jsonAnswer({})
  }
  const told = await sweep({}, lambdaContext)
  return { told, started: [...watchStarter.started] }
}

describeTarget(
  'any answers to a sweep',
  {
    inputs: sweptAnswers,
    share: 0.3,
    run: swept,
    refusals: serviceRefusals,
    check: ({ started }) => {
      for (const { watchKey, firewallArn } of started) {
        expect(watchKey).toMatch(/^[\w-]{36}$/)
        expect(firewallArn).toEqual(expect.stringContaining(':firewall/'))
      }
    },
  },
  {
    'a list that is believed': {
      run: async answers => {
        JSON.parse(Buffer.from(answers.ListFirewalls.body).toString())
        return swept(answers)
      },
    },
  },
)

const deliver = deliverNotification(wire.runtime)
const record = recordAudit(wire.runtime)
const park = parkNotification(wire.runtime)

const acceptances = [
  { MessageId: 'message', SequenceNumber: '1' },
  { FailedEntryCount: 0, Entries: [{ EventId: 'event' }] },
  { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'synthetic' }] },
  { rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } },
  { MD5OfMessageBody: '0f', MessageId: 'message' },
  { __type: 'com.amazonaws#AccessDenied', message: 'synthetic' },
]
const xml = [
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>',
  '<ErrorResponse><Error><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>',
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><PublishResponse>&b;&b;</PublishResponse>',
  '<a>'.repeat(5000),
]
const anyAcceptance = fc.oneof(
  { arbitrary: rawAnswersNear(acceptances), weight: 3 },
  {
    arbitrary: fc
      .record({
        status: fc.constantFrom(200, 400, 403, 500),
        body: fc.constantFrom(...xml).map(text => Buffer.from(text)),
      })
      .map(answer => ({ ...answer, headers: { 'content-type': 'text/xml' } })),
    weight: 1,
  },
)

describeTarget(
  'any answer to a message that AWS is to deliver',
  {
    inputs: anyAcceptance,
    share: 0.4,
    run: async answer => {
      wire.answer = () => answer
      wire.logged.length = 0
      const payloadOf = (channel: string) => ({
        delivery: deliveryOf(channel, 'OUTCOME'),
        document: completedReport,
        auditRecorded: true,
      })
      return Promise.all(['sns', 'eventbridge'].map(channel => deliver(payloadOf(channel), lambdaContext)))
    },
    refusals: [],
    check: deliveries => {
      for (const delivery of deliveries) {
        expect(Delivery.parse(JSON.parse(JSON.stringify(delivery)))).toEqual(delivery)
        expect(JSON.stringify(delivery).length).toBeLessThan(4000)
      }
    },
  },
  {
    'a receipt that is believed': {
      run: async ({ body }) => [
        deliveryOf('sns', 'OUTCOME', { receipt: JSON.parse(Buffer.from(body).toString()) }),
      ],
    },
  },
)

describeTarget(
  'any answer to a record or a letter that AWS is to keep',
  {
    inputs: anyAcceptance,
    share: 0.4,
    run: async answer => {
      wire.answer = () => answer
      await park(
        {
          delivery: deliveryOf('sns', 'OUTCOME'),
          document: completedReport,
          crash: { Error: '', Cause: '' },
        },
        lambdaContext,
      )
      const deliveries = [deliveryOf('sns', 'OUTCOME', { status: 'DELIVERED' })]
      const facts = { document: completedReport, overdueDeliveries: [], deliveries }
      return record({ fact: 'ALL_DELIVERIES', ...facts }, lambdaContext)
    },
    refusals: serviceRefusals,
    check: ({ recorded }) => expect(recorded).toBe(true),
  },
  {
    'an answer that is believed': {
      run: async ({ body }) => JSON.parse(Buffer.from(body).toString()) as never,
    },
  },
)
