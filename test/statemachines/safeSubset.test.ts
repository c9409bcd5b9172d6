import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from './aslWalk.ts'
import { faultsOf } from './safeSubset.ts'

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'arn', Payload: { 'watch.$': '$.watch', fixed: 1 } },
  ResultSelector: { 'a.$': '$.Payload.a', isSent: true },
  ResultPath: '$.a',
  TimeoutSeconds: 20,
  Retry: [
    { ErrorEquals: ['ThrottlingException'], MaxDelaySeconds: 60, JitterStrategy: 'FULL' },
    { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
  ],
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'End' }],
  Next: 'Ask',
}
const choice = {
  Type: 'Choice',
  Choices: [
    { Variable: '$.a.next', StringEquals: 'WAIT', Next: 'Pause' },
    { Not: { Variable: '$.b', IsPresent: true }, Next: 'End' },
    {
      And: [
        { Variable: '$.n', IsNumeric: true },
        { Variable: '$.n', NumericLessThan: 3 },
      ],
      Next: 'End',
    },
    { Variable: '$.c', StringMatches: 'a*', Next: 'Each' },
  ],
  Default: 'Broken',
}
const map = {
  Type: 'Map',
  ItemsPath: '$.items',
  ItemSelector: { 'item.$': '$$.Map.Item.Value', 'name.$': '$$.Execution.Name' },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'Keep',
    States: { Keep: { Type: 'Pass', InputPath: '$.item', End: true } },
  },
  ResultPath: '$.items',
  Next: 'Text',
}
const states = {
  Poll: task,
  Ask: choice,
  Pause: { Type: 'Wait', SecondsPath: '$.a.seconds', Next: 'Poll' },
  Each: map,
  Text: {
    Type: 'Pass',
    Parameters: { 'text.$': "States.Format('{} of {}', $.a.b, $.list[0])", 'id.$': '$$.Execution.Id' },
    ResultPath: null,
    Next: 'End',
  },
  End: { Type: 'Succeed' },
  Broken: { Type: 'Fail', Error: 'Broken', Cause: 'It broke.' },
}
const sound = { StartAt: 'Poll', TimeoutSeconds: 100, States: states }

/** The sound definition with these members of one state changed; null takes a member away. */
function withState(name: keyof typeof states, change: JsonObject): JsonObject {
  const changed = Object.entries({ ...states[name], ...change }).filter(([, value]) => value !== undefined)
  return { ...sound, States: { ...states, [name]: Object.fromEntries(changed) } }
}

const rulesBrokenBy = (definition: JsonObject) => [...new Set(faultsOf(definition).map(({ rule }) => rule))]
const inPayload = (payload: unknown) =>
  withState('Poll', { Parameters: { FunctionName: 'arn', Payload: payload } })
const withChoice = (rule: JsonObject) => withState('Ask', { Choices: [{ ...rule, Next: 'End' }] })
const withProcessor = (change: JsonObject) =>
  withState('Each', { ItemProcessor: { ...map.ItemProcessor, ...change } })
const withInner = (state: JsonObject) => withProcessor({ States: { Keep: state } })

test('what is allowed has no fault', () => {
  expect(faultsOf(sound)).toEqual([])
})

test('a fault names its state', () => {
  expect(faultsOf(withState('Poll', { TimeoutSeconds: undefined }))).toEqual([
    { rule: 'task-timeout', state: 'Poll' },
  ])
})

const planted: Record<string, readonly JsonObject[]> = {
  'top-level-field': [
    { ...sound, QueryLanguage: 'JSONata' },
    { ...sound, Version: '1.0' },
  ],
  'machine-timeout': [
    { ...sound, TimeoutSeconds: 2_147_484 },
    { StartAt: 'Poll', States: states },
  ],
  'refused-field': [
    withState('Poll', { QueryLanguage: 'JSONPath' }),
    withState('Poll', { Assign: { a: 1 } }),
    withState('Poll', { Arguments: {} }),
    withState('Poll', { Output: {} }),
    withState('Poll', { Credentials: {} }),
    withState('Poll', { HeartbeatSeconds: 10 }),
    withState('Poll', { HeartbeatSecondsPath: '$.a' }),
    withState('Poll', {
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { a: 1 }, Next: 'End' }],
    }),
    withState('Ask', { Choices: [{ Condition: '{% true %}', Next: 'End' }] }),
    withState('Each', { Items: [] }),
    withState('Each', { ItemBatcher: {} }),
    withState('Each', { ItemReader: {} }),
    withState('Each', { ResultWriter: {} }),
    withState('Each', { ToleratedFailureCount: 1 }),
    withState('Each', { ToleratedFailurePercentage: 1 }),
    withInner({ Type: 'Pass', Assign: {}, End: true }),
  ],
  variable: [inPayload({ 'a.$': '$watch' }), withState('Each', { ItemsPath: '$items' })],
  'task-resource': [
    withState('Poll', { Resource: 'arn:aws:states:::sqs:sendMessage' }),
    withState('Poll', { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
    withState('Poll', { Resource: 'arn:aws:states:eu-west-1:123456789012:activity:a' }),
    withState('Poll', { Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:a' }),
  ],
  'task-timeout': [
    withState('Poll', { TimeoutSeconds: undefined }),
    withState('Poll', { TimeoutSeconds: 2_147_484 }),
  ],
  'function-name': [withState('Poll', { Parameters: { Payload: {} } })],
  'task-payload': [
    withState('Poll', { Parameters: { FunctionName: 'arn' } }),
    withState('Poll', { Parameters: { FunctionName: 'arn', 'Payload.$': '$' } }),
  ],
  'result-selector': [withState('Poll', { ResultSelector: { 'a.$': '$.a' } })],
  'task-catch': [
    withState('Poll', { Catch: undefined }),
    withState('Poll', { Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'End' }] }),
  ],
  'indefinite-path': [
    withState('Each', { ItemsPath: '$.items[*]' }),
    withState('Each', { ItemsPath: '$.items[?(@.a)]' }),
    withState('Each', { ItemsPath: '$.items[0:2]' }),
    withState('Each', { ItemsPath: '$..items' }),
    inPayload({ 'a.$': '$.items[*].a' }),
    inPayload({ deep: { 'a.$': '$.b[-1]' } }),
    withState('Text', { Parameters: { 'text.$': "States.Format('{}', $.items[*])" } }),
    withChoice({ Variable: '$.a[*]', IsPresent: true }),
    withState('Pause', { SecondsPath: '$..seconds' }),
  ],
  'result-path': [
    withState('Poll', { ResultPath: '$' }),
    withState('Poll', { ResultPath: "$['a']" }),
    withState('Poll', { ResultPath: '$.a[0]' }),
    withState('Poll', { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'End' }] }),
  ],
  'falsy-result': [false, 0, '', null].map(value =>
    withState('Text', { Parameters: undefined, Result: value }),
  ),
  'choice-default': [withState('Ask', { Default: undefined })],
  'is-false': [
    withChoice({ Variable: '$.a', IsPresent: false }),
    withChoice({ Not: { Variable: '$.a', IsNull: false } }),
  ],
  'string-matches': [withChoice({ Variable: '$.a', StringMatches: 'a?' })],
  'unguarded-ordering': [
    withChoice({ Variable: '$.n', NumericLessThan: 3 }),
    withChoice({ Variable: '$.n', StringGreaterThanEquals: 'a' }),
    withChoice({
      And: [
        { Variable: '$.n', NumericLessThan: 3 },
        { Variable: '$.n', IsNumeric: true },
      ],
    }),
    withChoice({
      And: [
        { Variable: '$.other', IsNumeric: true },
        { Variable: '$.n', NumericLessThan: 3 },
      ],
    }),
  ],
  intrinsic: ['UUID()', 'MathRandom(0, 9)', 'JsonToString($.a)', "Base64Encode('a')"].map(call =>
    withState('Text', { Parameters: { 'text.$': `States.${call}` } }),
  ),
  'wait-timestamp': [
    withState('Pause', { SecondsPath: undefined, Timestamp: '2026-11-23T00:00:00Z' }),
    withState('Pause', { SecondsPath: undefined, TimestampPath: '$.at' }),
  ],
  'wait-seconds': [
    withState('Pause', { SecondsPath: undefined, Seconds: 2_147_484 }),
    withState('Pause', { SecondsPath: undefined, Seconds: -1 }),
    withState('Pause', { SecondsPath: undefined, Seconds: 1.5 }),
  ],
  'states-all': [
    withState('Poll', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }),
    withState('Poll', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }),
    withState('Poll', { Catch: [{ ErrorEquals: ['A', 'States.ALL'], Next: 'End' }] }),
  ],
  'max-delay': [0, 1.5, '60', 2, 31_622_400].map(MaxDelaySeconds =>
    withState('Poll', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 2, MaxDelaySeconds }] }),
  ),
  'jitter-strategy': [withState('Poll', { Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'full' }] })],
  'duplicate-name': [withProcessor({ StartAt: 'End', States: { End: { Type: 'Pass', End: true } } })],
  'distributed-map': [withProcessor({ ProcessorConfig: { Mode: 'DISTRIBUTED' } })],
  context: [
    inPayload({ 'a.$': '$$.State.Name' }),
    inPayload({ 'a.$': '$$.Task.Token' }),
    inPayload({ 'a.$': '$$.Map.Item.Value' }),
    withInner({ Type: 'Pass', Parameters: { 'a.$': '$$.Execution.Input.a' }, End: true }),
  ],
  'fail-without-reason': [
    withState('Broken', { Error: undefined }),
    withState('Broken', { Cause: undefined }),
  ],
  'fail-path': [withState('Broken', { Cause: undefined, CausePath: "States.Format('{}', $.a)" })],
  'template-reference': [
    inPayload({ watch: '$.watch' }),
    inPayload({ deep: [{ watch: '$$.Execution.Id' }] }),
    inPayload({ id: 'States.UUID()' }),
    inPayload({ 'watch.$': 'watch' }),
    withState('Each', { ItemSelector: { item: '$$.Map.Item.Value' } }),
    withState('Poll', { ResultSelector: { a: '$.Payload.a' } }),
  ],
  'succeed-output': [withState('End', { OutputPath: '$.a' })],
  type: [withState('Pause', { Type: 'Pause' })],
  'loop-without-wait': [
    withState('Pause', { Type: 'Pass' }),
    withState('Poll', { Next: 'Poll' }),
    withState('Poll', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Poll' }] }),
    withInner({ Type: 'Choice', Choices: [], Default: 'Keep' }),
  ],
}

describe.each(Object.entries(planted))('%s', (rule, definitions) => {
  test.each(definitions.map((definition, index) => [index + 1, definition] as const))(
    'finds planted fault %i',
    (_number, definition) => {
      expect(rulesBrokenBy(definition)).toContain(rule)
    },
  )
})
