import { describe, expect, test } from '@jest/globals'
import { differencesBetween } from './differences.ts'
import type { Invocation, Run } from './run.ts'
import { stateNames, traceOf } from './trace.ts'

const delivery = (channel: string) => ({ delivery: { channel } })
const inMain = (state: string) => ({ state, input: { watch: 'w' } })
const inMap = (state: string, channel: string) => ({ state, input: { attempt: delivery(channel) } })

function invoked(functionKey: string, payload: unknown, change: Partial<Invocation> = {}): Invocation {
  const calls = [{ service: 'sns', operation: 'Publish', body: { Subject: 'a' } }]
  return { functionKey, payload, atSeconds: 5, calls, logLines: [], outcome: { result: null }, ...change }
}

const run: Run = {
  watchKey: 'w',
  end: { status: 'SUCCEEDED', error: null, cause: null },
  visits: [
    inMain('Notify'),
    inMap('Deliver', 'sns'),
    inMap('Deliver', 'slack'),
    inMap('Keep', 'sns'),
    inMap('Keep', 'slack'),
    inMain('Done'),
  ],
  invocations: [
    invoked('deliver', delivery('sns')),
    invoked('deliver', delivery('slack')),
    invoked('record', {}),
  ],
}

const differencesTo = (change: Partial<Run>) =>
  differencesBetween(traceOf(run), traceOf({ ...run, ...change }))

test('the states of each channel stand apart from those of the main line, in their own order', () => {
  expect(stateNames(traceOf(run))).toEqual({
    main: ['Notify', 'Done'],
    slack: ['Deliver', 'Keep'],
    sns: ['Deliver', 'Keep'],
  })
})

test('in which order channels come makes no difference', () => {
  const [notify, sns, slack, ...rest] = run.visits
  const [first, second, ...others] = run.invocations

  expect(
    differencesTo({
      visits: [notify, slack, sns, ...rest].filter(visit => visit !== undefined),
      invocations: [second, first, ...others].filter(invocation => invocation !== undefined),
    }),
  ).toEqual([])
})

describe('a difference is seen in', () => {
  const [sns, ...otherInvocations] = run.invocations as [Invocation, ...Invocation[]]
  const snsInvocationWith = (change: Partial<Invocation>) => ({
    invocations: [{ ...sns, ...change }, ...otherInvocations],
  })

  test.each<[string, Partial<Run>]>([
    ['the order of states within a channel', { visits: run.visits.toReversed() }],
    ['a state that is missing', { visits: run.visits.slice(0, -1) }],
    ["a state's name", { visits: [...run.visits.slice(0, -1), inMain('Ended')] }],
    ["a state's input", { visits: [...run.visits.slice(0, -1), { state: 'Done', input: {} }] }],
    ['an invocation that is missing', { invocations: otherInvocations }],
    ['the function that is invoked', snsInvocationWith({ functionKey: 'park' })],
    ['the time of an invocation', snsInvocationWith({ atSeconds: 6 })],
    ['the call that is made', snsInvocationWith({ calls: [] })],
    [
      'the body of a call',
      snsInvocationWith({ calls: [{ service: 'sns', operation: 'Publish', body: { Subject: 'b' } }] }),
    ],
    [
      'the operation of a call',
      snsInvocationWith({ calls: [{ service: 'sns', operation: 'Subscribe', body: { Subject: 'a' } }] }),
    ],
    ['a line of the log', snsInvocationWith({ logLines: ['{}'] })],
    ['what a function returns', snsInvocationWith({ outcome: { result: 1 } })],
    ['the status at the end', { end: { ...run.end, status: 'FAILED' } }],
    ['the error at the end', { end: { ...run.end, error: 'AuditNotWritten' } }],
  ])('%s', (_what, change) => {
    expect(differencesTo(change)).not.toEqual([])
  })
})
