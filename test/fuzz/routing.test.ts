import { afterAll, beforeAll, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { outcomes } from '../../functions/domain/outcome.ts'
import { routeMessage } from '../../functions/domain/routing.ts'
import { parseRouting } from '../../functions/domain/routingDocument.ts'
import { composeNotice } from '../../functions/handlers/composeNotice.ts'
import { ordinarySettings } from '../hostile/shippedHandlers.ts'
import { overdueNotice, report, secondsAfterStart, watchFacts } from '../support/builders.ts'
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

const validDocuments = [
  {
    schemaVersion: 1,
    minimumSeverity: { slack: 'warning' },
    routes: [
      {
        name: 'production',
        when: {
          outcomes: ['FAILED', 'COMPLETED'],
          operationTypes: ['FLOW_FLUSH'],
          firewalls: ['edge*', '*'],
          tags: { team: 'net*' },
        },
        minimumSeverity: 'info',
        to: [
          { channel: 'slack', slackChannel: 'C0123456789' },
          { channel: 'sns', topicArn: 'arn:aws:sns:eu-west-1:123456789012:incidents' },
        ],
      },
    ],
    otherwise: [{ channel: 'eventbridge' }, { channel: 'teams' }],
  },
  { schemaVersion: 1, routes: [{ name: 'all', to: [{ channel: 'sns' }] }] },
  { schemaVersion: 1, routes: [] },
]

const channels = ['sns', 'slack', 'eventbridge', 'teams'] as const
const messages = outcomes.map(outcome => ({ ...report({ outcome }), tags: { team: 'network' } }))

/** Everything that is asked of a document, and the document written and read once more. */
function followed(text: string) {
  const routing = parseRouting(text)
  return {
    routing,
    again: parseRouting(JSON.stringify(routing)),
    ways: messages.map(message => routeMessage(routing, message, channels)),
  }
}

describeTarget(
  'any routing document',
  {
    inputs: textNear(validDocuments),
    run: followed,
    refusals: ['InvalidSettingError'],
    check: ({ routing, again, ways }) => {
      expect(again).toEqual(routing)
      for (const decisions of ways)
        expect(new Set(decisions.map(({ why }) => typeof why))).not.toContain('undefined')
    },
    checkRefusal: ({ message }) => expect(message).toMatch(/^the routing document is not (?:valid|JSON)/),
  },
  {
    'a document that is believed': {
      run: text => ({ ...followed('{"schemaVersion":1,"routes":[]}'), routing: JSON.parse(text) }),
    },
    'a refusal that does not say what is wrong': {
      run: () => {
        throw Object.assign(new Error('invalid'), { name: 'InvalidSettingError' })
      },
    },
  },
)

/** Systems Manager's answer around a document, or around its text. */
const parameterAnswer: fc.Arbitrary<RawAnswer> = fc.oneof(
  textNear(validDocuments).map(Value => jsonAnswer({ Parameter: { Value } })),
  rawAnswersNear(validDocuments.map(document => ({ Parameter: { Value: JSON.stringify(document) } }))),
)

const wire = new Wire(
  { ...ordinarySettings, FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes' },
  secondsAfterStart(60),
)
const compose = composeNotice(wire.runtime)
const { watch, progress, collection } = watchFacts()
const composing = {
  notice: 'OUTCOME',
  watch,
  progress,
  results: collection,
  context: null,
  failure: { Error: '', Cause: '' },
  announcements: [],
  overdueNotice: overdueNotice(),
}

async function composedWith(answer: RawAnswer) {
  wire.answer = () => answer
  wire.logged.length = 0
  // A document is remembered for a minute.
  wire.clock.now += 120_000
  return { composed: await compose(composing, lambdaContext), logged: [...wire.logged] }
}

describeTarget(
  'any answer of Systems Manager: people are told whatever it is',
  {
    inputs: parameterAnswer,
    share: 0.5,
    run: composedWith,
    refusals: [],
    check: ({ composed, logged }) => {
      const isError = logged.some(entry => 'level' in entry && entry.level === 'ERROR')
      const told = composed.deliveries.map(({ channel }) => channel)
      if (isError) expect([...new Set(told)].sort()).toEqual([...channels].sort())
      expect(JSON.stringify(logged).length).toBeLessThan(10_000)
    },
  },
  {
    'an unreadable document that silences a channel': {
      run: async answer => {
        const { composed, logged } = await composedWith(answer)
        return { composed: { ...composed, deliveries: [] }, logged }
      },
    },
  },
)
