import { afterAll, beforeAll, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { FirewallContext } from '../../functions/domain/firewallContext.ts'
import { PollProgress } from '../../functions/domain/pollProgress.ts'
import { ResultsCollection } from '../../functions/domain/resultsCollection.ts'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import { gatherContext } from '../../functions/handlers/gatherContext.ts'
import { pollOperation } from '../../functions/handlers/pollOperation.ts'
import { flowOperation, progress, secondsAfterStart, watchRequest } from '../support/builders.ts'
import { lambdaContext } from '../support/fakes.ts'
import { jsonAnswer, Wire } from './support/awsWire.ts'
import { rawAnswersNear } from './support/rawAnswers.ts'
import { describeTarget } from './support/target.ts'
import {
  describeAnswers,
  firewallAnswers,
  listAnswers,
  policyAnswers,
  resultsAnswers,
} from './support/validAnswers.ts'

/** No call takes long here, so no time limit is needed; each would be a timer. */
beforeAll(() => {
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
})
afterAll(() => {
  jest.restoreAllMocks()
})

/** The three words that the state machine's Retry and Catch know. */
const serviceRefusals = ['ThrottlingException', 'TransientServiceError', 'PermanentServiceError']
/** A tenth of an execution's state, in which an answer stands several times. */
const maxStateBytes = 60_000

const watch = watchRequest()
const overdueNotice = { isSent: false, deliveries: [] }

/** Built once: a client takes longer than a call. */
const wire = new Wire({}, secondsAfterStart(40))
const poll = pollOperation(wire.runtime)
const collect = collectResults(wire.runtime)
const gather = gatherContext(wire.runtime)

/** It is what the schema says, and the same after it has been written as JSON, as the state machine does. */
function demandStateful(schema: { parse(value: unknown): unknown }, value: unknown): void {
  const text = JSON.stringify(value)
  expect(schema.parse(JSON.parse(text))).toEqual(value)
  expect(Buffer.byteLength(text)).toBeLessThan(maxStateBytes)
}

const careless = () => {
  throw new TypeError('answer.FlowOperationStatus is not a string')
}

describeTarget(
  'any answer to DescribeFlowOperation',
  {
    inputs: rawAnswersNear(describeAnswers),
    run: answer => {
      wire.answer = () => answer
      return poll({ watch, progress: null, overdueNotice }, lambdaContext)
    },
    refusals: serviceRefusals,
    check: result => demandStateful(PollProgress, result),
  },
  {
    'a member that is believed': { run: careless },
    'a text that is carried on whole': {
      run: async answer =>
        progress({ operation: flowOperation({ statusMessage: Buffer.from(answer.body).toString() }) }),
    },
    'a time that is no time': {
      run: async () => progress({ lastPolledAt: undefined as unknown as string }),
    },
  },
)

describeTarget(
  'any answer to ListFlowOperationResults',
  {
    inputs: rawAnswersNear(resultsAnswers),
    run: answer => {
      let page = 0
      // A list without an end has its own bounds (test/usecases/collectPages); here it is three pages.
      wire.answer = () => ((page += 1) <= 3 ? answer : jsonAnswer({}))
      return collect({ watch, results: null }, lambdaContext)
    },
    refusals: serviceRefusals,
    check: result => {
      demandStateful(ResultsCollection, result)
      for (const count of [result.flowCount, result.packetCount, result.byteCount]) {
        expect(Number.isFinite(count) && count >= 0).toBe(true)
      }
    },
  },
  { 'a flow that is believed': { run: careless } },
)

const context = fc.record({
  DescribeFirewall: rawAnswersNear(firewallAnswers),
  DescribeFirewallPolicy: rawAnswersNear(policyAnswers),
  ListFlowOperations: rawAnswersNear(listAnswers),
  DescribeFlowOperation: rawAnswersNear(describeAnswers),
})

describeTarget(
  'any answers about the firewall',
  {
    inputs: context,
    run: answers => {
      wire.answer = operation => answers[operation as keyof typeof answers]
      const ended = progress({ outcome: 'COMPLETED', operation: flowOperation({ status: 'COMPLETED' }) })
      return gather({ watch, progress: ended }, lambdaContext)
    },
    // The message must not lack anything because of them.
    refusals: [],
    check: ({ firewall }) => {
      if (firewall !== null) demandStateful(FirewallContext, firewall)
    },
  },
  { 'a zone that is believed': { run: careless } },
)
