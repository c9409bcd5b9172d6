import fc from 'fast-check'
import type { AnswerName } from '../world/faultAnswers.ts'
import {
  type CallSite,
  type Fault,
  type FunctionName,
  faultModes,
  functionNames,
  networkSites,
} from '../world/faults.ts'

const awsAnswers = [
  'throttled',
  'internal',
  'html-503',
  'truncated-json',
  'reset',
  'connect-timeout',
  'dns',
  'access-denied',
  'expired-credentials',
  'not-found',
  'invalid-request',
  'kms-denied',
] as const
const chatAnswers = [
  'reset',
  'connect-timeout',
  'dns',
  'bad-certificate',
  'rate-limited-1',
  'rate-limited-30',
  'rate-limited-3600',
  'rate-limited-absent',
  'rate-limited-negative',
  'rate-limited-date',
  'rate-limited-garbage',
  'chat-500',
  'chat-503',
  'chat-no-service',
  'chat-archived',
  'chat-forbidden',
  'chat-invalid-blocks',
  'chat-redirect',
] as const
const lambdaAnswers = [
  'lambda-throttled',
  'lambda-service',
  'lambda-sdk',
  'lambda-out-of-memory',
  'lambda-exit',
  'lambda-bad-result',
  'lambda-no-answer',
] as const

/** Answers of one site alone, beside those of its kind. */
const ownAnswers: Partial<Record<CallSite, readonly AnswerName[]>> = {
  DescribeFlowOperation: ['empty-object'],
  PutLogEvents: ['rejected-log-events'],
  PutEvents: ['failed-entry'],
  // Teams gives no meaning to the body of a 200, so there it would be no fault.
  webhook: ['chat-not-ok'],
  'chat.postMessage': ['chat-not-ok'],
  'chat.update': ['chat-not-ok'],
}
const chatSites: readonly CallSite[] = ['webhook', 'chat.postMessage', 'chat.update', 'flow']

function answersOf(site: CallSite): readonly AnswerName[] {
  if (site === 'rule-target') return ['lambda-throttled', 'lambda-service']
  if (site.startsWith('lambda:')) return lambdaAnswers
  return [...(ownAnswers[site] ?? []), ...(chatSites.includes(site) ? chatAnswers : awsAnswers)]
}

/** Which functions make calls that others make too. */
const callers: Partial<Record<CallSite, readonly FunctionName[]>> = {
  DescribeFlowOperation: ['pollOperation', 'gatherContext'],
  ListFlowOperations: ['startWatch', 'sweepOperations', 'gatherContext'],
  StartExecution: ['startWatch', 'sweepOperations'],
}

/** What fails there for ever takes hours, and a second of real time: such a fault usually ends. */
const slowSites: readonly CallSite[] = [
  'DescribeFlowOperation',
  'lambda:pollOperation',
  'lambda:sweepOperations',
  'ListFirewalls',
  'DescribeFirewall',
  'ListVpcEndpointAssociations',
  'ListFlowOperations',
  'StartExecution',
  'rule-target',
]

const times: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: fc.constant(1), weight: 6 },
  { arbitrary: fc.integer({ min: 2, max: 4 }), weight: 3 },
  { arbitrary: fc.integer({ min: 5, max: 20 }), weight: 1 },
)

const allTimes: fc.Arbitrary<number | 'forever'> = fc.oneof(
  { arbitrary: times, weight: 6 },
  { arbitrary: fc.constant('forever' as const), weight: 1 },
)

function faultAt(site: CallSite): fc.Arbitrary<Fault> {
  const isRarelyForever = slowSites.includes(site)
  return fc.record(
    {
      at: fc.constant(site),
      mode: fc.constantFrom(...modesOf(site)),
      answer: fc.constantFrom(...answersOf(site)),
      fromCall: fc.oneof(
        { arbitrary: fc.constant(1), weight: 3 },
        { arbitrary: fc.integer({ min: 2, max: 6 }), weight: 2 },
      ),
      times: isRarelyForever
        ? fc.oneof(
            { arbitrary: times, weight: 60 },
            { arbitrary: fc.constant('forever' as const), weight: 1 },
          )
        : allTimes,
      ...(callers[site] ? { by: fc.constantFrom(...callers[site]) } : {}),
    },
    { requiredKeys: ['at', 'mode'] },
  )
}

/** Only before and after show the caller an answer, and there are many of them. */
const answeringModes: readonly Fault['mode'][] = ['before', 'before', 'before', 'before', 'after']

function modesOf(site: CallSite): readonly Fault['mode'][] {
  return site === 'rule-target' ? ['before', 'after'] : [...answeringModes, ...faultModes]
}

const sites: readonly CallSite[] = [
  ...networkSites,
  ...functionNames.map(name => `lambda:${name}` as const),
  'rule-target',
]

/** Where an outcome can be lost or told twice. */
const decisiveSites: ReadonlySet<CallSite> = new Set<CallSite>([
  ...([
    'DescribeFlowOperation',
    'Publish',
    'PutEvents',
    'webhook',
    'chat.postMessage',
    'chat.update',
    'flow',
    'PutLogEvents',
    'SendMessage',
  ] as const),
  ...(['recordAudit', 'deliverNotification', 'parkNotification', 'composeNotice'] as const).map(
    name => `lambda:${name}` as const,
  ),
])

/** One fault at any call site. */
export const faultArbitrary: fc.Arbitrary<Fault> = fc.oneof(
  ...sites.map(site => ({ arbitrary: faultAt(site), weight: decisiveSites.has(site) ? 3 : 1 })),
)
