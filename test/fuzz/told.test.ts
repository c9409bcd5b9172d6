import { afterAll, beforeAll, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { FlowOperationReport } from '../../functions/domain/report.ts'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import { composeNotice } from '../../functions/handlers/composeNotice.ts'
import { gatherContext } from '../../functions/handlers/gatherContext.ts'
import { pollOperation } from '../../functions/handlers/pollOperation.ts'
import { deliveryOf, ordinarySettings, shippedHandlers, withFetch } from '../hostile/shippedHandlers.ts'
import { overdueNotice, secondsAfterStart, watchRequest } from '../support/builders.ts'
import { lambdaContext } from '../support/fakes.ts'
import { type RawAnswer, Wire } from './support/awsWire.ts'
import { textNear } from './support/bytes.ts'
import { rawAnswersNear } from './support/rawAnswers.ts'
import { describeTarget } from './support/target.ts'
import {
  describeAnswers,
  firewallAnswers,
  listAnswers,
  policyAnswers,
  resultsAnswers,
} from './support/validAnswers.ts'

beforeAll(() => {
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
})
afterAll(() => {
  jest.restoreAllMocks()
})

const wire = new Wire(ordinarySettings, secondsAfterStart(40))
const poll = pollOperation(wire.runtime)
const collect = collectResults(wire.runtime)
const gather = gatherContext(wire.runtime)
const compose = composeNotice(wire.runtime)

const logged: object[] = []
const log = (entry: object) => void logged.push(entry)
const senders = [
  ['slack', shippedHandlers({ webhookUrl: 'https://hooks.slack.com/services/T000/B000/XXXX' }, { log })],
  [
    'teams',
    shippedHandlers(
      {
        webhookUrl: 'https://prod-1.westeurope.logic.azure.com:443/workflows/0a/triggers/manual/paths/invoke',
      },
      { log },
    ),
  ],
  ['sns', shippedHandlers({}, { log })],
  ['eventbridge', shippedHandlers({}, { log })],
] as const

const answers = fc.record({
  DescribeFlowOperation: rawAnswersNear(describeAnswers),
  ListFlowOperationResults: rawAnswersNear(resultsAnswers),
  DescribeFirewall: rawAnswersNear(firewallAnswers),
  DescribeFirewallPolicy: rawAnswersNear(policyAnswers),
  ListFlowOperations: rawAnswersNear(listAnswers),
})
/** What a Catch hands on of a function that failed; Lambda's Cause is a JSON text. */
const failure = fc.option(
  fc.record({
    Error: fc.constantFrom('Lambda.Unknown', 'States.Timeout', 'x'.repeat(300), '<!channel>'),
    Cause: textNear([{ errorMessage: 'synthetic', errorType: 'Error', trace: [] }]),
  }),
  { nil: { Error: '', Cause: '' } },
)

/** Stands for a step that failed: the state machine goes on without its result. */
async function orNull<Result>(step: Promise<Result>): Promise<Result | null> {
  return step.catch(() => null)
}

/** A watch from its poll to its messages, with these answers of the service, as the state machine carries it. */
async function toldOf(given: Readonly<Record<string, RawAnswer>>, caught: { Error: string; Cause: string }) {
  logged.length = 0
  let calls = 0
  wire.answer = operation => {
    calls += 1
    const isEndless = calls > 15
    const none = { status: 400, headers: {}, body: Buffer.from('{}') }
    return isEndless ? none : (given[operation] ?? none)
  }
  const watch = watchRequest()
  const progress = await orNull(
    poll({ watch, progress: null, overdueNotice: overdueNotice() }, lambdaContext),
  )
  const results = await orNull(collect({ watch, results: null }, lambdaContext))
  const context = await orNull(gather({ watch, progress }, lambdaContext))
  const facts = { watch, progress, results, context: context?.firewall ?? null, failure: caught }
  const input = { notice: 'OUTCOME', ...facts, announcements: [], overdueNotice: overdueNotice() }
  const { document } = await compose(JSON.parse(JSON.stringify(input)), lambdaContext)
  return { document, statuses: await sent(document) }
}

async function sent(document: unknown): Promise<string[]> {
  const statuses: string[] = []
  for (const [channel, { deliver }] of senders) {
    const payload = { delivery: deliveryOf(channel, 'OUTCOME'), document, auditRecorded: true }
    const answer: typeof fetch = async url =>
      new Response('ok', { status: String(url).includes('slack') ? 200 : 202 })
    const { status } = (await withFetch(answer, () => deliver(payload))) as { readonly status: string }
    statuses.push(status)
  }
  return statuses
}

/** What SNS, EventBridge and SQS take. */
const maxDocumentBytes = 100_000

describeTarget(
  'whatever the service answers, everybody is told in a document that fits its schema',
  {
    inputs: fc.tuple(answers, failure),
    share: 0.4,
    run: ([given, caught]) => toldOf(given, caught),
    refusals: [],
    check: ({ document, statuses }) => {
      expect(statuses).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED', 'DELIVERED'])
      expect(FlowOperationReport.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
      expect(logged.filter(entry => 'error' in entry && entry.error === 'DocumentInvalid')).toEqual([])
      expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(maxDocumentBytes)
    },
  },
  {
    'a number that is carried on as it came': {
      run: async ([given, caught]) => {
        const { document, statuses } = await toldOf(given, caught)
        const text = Buffer.from(given.DescribeFlowOperation.body).toString()
        const polls = /"MinimumFlowAgeInSeconds":"?([^",}]*)/.exec(text)?.[1]
        return { document: { ...document, polls: Number(polls) }, statuses }
      },
    },
    'a channel that is left out': {
      run: async ([given, caught]) => {
        const { document, statuses } = await toldOf(given, caught)
        return { document, statuses: statuses.slice(1) }
      },
    },
  },
)
